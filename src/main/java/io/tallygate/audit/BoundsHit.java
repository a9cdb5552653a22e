package io.tallygate.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallygate.timeout.Timeouts;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts how often the database was not waited for any longer, by the bound that ended the wait. */
final class BoundsHit {

    enum Bound {
        /** No connection of the pool was free in time, or none could be opened. */
        DATABASE_CONNECTION,
        /** The server ended a statement. */
        DATABASE_STATEMENT,
        /** The server ended the wait for a lock. */
        DATABASE_LOCK,
        /** The server ended a transaction in which nothing happened. */
        DATABASE_IDLE,
        /** The server was silent for so long that the driver gave it up. */
        DATABASE_SOCKET;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Map<Bound, Counter> counters;

    BoundsHit(MeterRegistry registry) {
        counters = Stream.of(Bound.values())
                .collect(Collectors.toMap(Function.identity(), bound -> Timeouts.of(bound.label(), registry)));
    }

    void count(SQLException failure) {
        boundIn(failure).map(counters::get).ifPresent(Counter::increment);
    }

    /** Which bound, if one, ended the wait: SQLSTATE as in PostgreSQL's manual, appendix A. */
    static Optional<Bound> boundIn(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SocketTimeoutException) {
                return Optional.of(Bound.DATABASE_SOCKET);
            }
        }
        String state = failure.getSQLState();
        if (state == null) {
            // The pool's own failure has none.
            String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
            return message.contains("acquisition timeout") ? Optional.of(Bound.DATABASE_CONNECTION) : Optional.empty();
        }
        return switch (state) {
            case "57014" -> Optional.of(Bound.DATABASE_STATEMENT);
            case "55P03" -> Optional.of(Bound.DATABASE_LOCK);
            case "25P03" -> Optional.of(Bound.DATABASE_IDLE);
            default -> Optional.empty();
        };
    }
}
