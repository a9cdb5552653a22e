package io.tallygate.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded broker or PostgreSQL could not be started; the message says why and, where there is one, the remedy. */
public final class EmbeddedStartException extends RuntimeException {
    private EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static EmbeddedStartException because(String message) {
        return new EmbeddedStartException(message, null);
    }

    static EmbeddedStartException because(String message, Throwable cause) {
        return new EmbeddedStartException(message, cause);
    }

    static EmbeddedStartException inUse(Path directory, String holder) {
        return because("The data directory " + directory + " is in use by another gateway" + holder
                + ". Stop that one, or give this one a data directory of its own.");
    }
}
