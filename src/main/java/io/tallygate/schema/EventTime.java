package io.tallygate.schema;

import java.time.Instant;
import java.util.Optional;

/** Reads the times that events state, as the gateway does. */
public final class EventTime {
    private EventTime() {}

    /** The instant of a date-time of RFC 3339, UTC if it has no zone; empty if it is none. */
    public static Optional<Instant> parse(String text) {
        return Rfc3339.parseZoneOptional(text);
    }
}
