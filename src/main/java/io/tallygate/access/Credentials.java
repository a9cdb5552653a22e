package io.tallygate.access;

import jakarta.inject.Singleton;
import java.time.Clock;

/** Whether credentials that were good when an answer began are so still: for answers that do not end. */
@Singleton
public final class Credentials {
    private final KeyRing keys;
    private final Clock clock;

    Credentials(KeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether the caller's credential has neither ended nor been revoked. */
    public boolean isLive(Caller caller) {
        return caller.kind() == Caller.Kind.KEY
                ? keys.isLive(caller.id())
                : caller.until().map(clock.instant()::isBefore).orElse(true);
    }
}
