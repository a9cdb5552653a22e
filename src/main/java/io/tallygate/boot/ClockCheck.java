package io.tallygate.boot;

import io.tallygate.audit.Database;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Compares the gateway's clock with the database's: what was received when, and in which partition it is, is by ours. */
@Singleton
class ClockCheck {
    private final Database database;
    private final Clock clock;
    private final StorageConfig config;

    ClockCheck(Database database, Clock clock, StorageConfig config) {
        this.database = database;
        this.clock = clock;
        this.config = config;
    }

    /**
     * What an operator must be told of the clocks, if anything.
     *
     * @throws io.tallygate.audit.StorageUnavailableException if the database cannot be asked
     */
    Optional<String> complaint() {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT clock_timestamp()")) {
                Instant before = clock.instant();
                try (ResultSet row = statement.executeQuery()) {
                    Duration taken = Duration.between(before, clock.instant());
                    row.next();
                    Instant theirs = row.getObject(1, OffsetDateTime.class).toInstant();
                    return complaint(before.plus(taken.dividedBy(2)), theirs, taken);
                }
            }
        });
    }

    /** A slow answer proves nothing, so its time is allowed for. */
    private Optional<String> complaint(Instant ours, Instant theirs, Duration taken) {
        Duration apart = Duration.between(ours, theirs).abs();
        if (apart.minus(taken).compareTo(config.maxClockSkew()) <= 0) {
            return Optional.empty();
        }
        return Optional.of("The gateway's clock (" + ours + ") and the database's (" + theirs + ") are "
                + apart.toSeconds() + " s apart, more than tallygate.database.max-clock-skew (" + config.maxClockSkew()
                + "). Set both by NTP");
    }
}
