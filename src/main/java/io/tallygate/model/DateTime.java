package io.tallygate.model;

import io.tallygate.schema.EventTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/**
 * A date-time of RFC 3339 as an event spells it: zone, decimals and letters stay as they were written.
 *
 * @param text the spelling; equality is equality of it
 */
public record DateTime(String text) {
    /** UTC, with as many decimals as the instant has. */
    public static DateTime of(Instant instant) {
        return new DateTime(instant.toString());
    }

    /** With its own offset. */
    public static DateTime of(OffsetDateTime time) {
        return new DateTime(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
    }

    /**
     * The instant, to the nanosecond; without a zone it is UTC, and a leap second is the first second of the next day.
     *
     * @throws IllegalArgumentException if the text is no date-time, which that of a valid event always is
     */
    public Instant instant() {
        return EventTime.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no date-time of RFC 3339"));
    }

    @Override
    public String toString() {
        return text;
    }
}
