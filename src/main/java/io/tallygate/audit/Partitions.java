package io.tallygate.audit;

import io.tallygate.crash.CrashPoint;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The monthly partitions (UTC) of {@code audit_event}: made ahead, and on demand should the clock ever jump. */
@Singleton
public final class Partitions {
    /** A function of the owner, since the gateway's login may not make tables; it does nothing where there is one. */
    private static final String MAKE = "SELECT make_month_of_log(?)";

    private final Database database;
    private final Clock clock;
    private final Set<YearMonth> present = ConcurrentHashMap.newKeySet();

    Partitions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes the partitions of this month and of the months that follow it.
     *
     * @param monthsAhead how many months after this one
     * @throws StorageUnavailableException if the storage is away
     */
    public void makeAhead(int monthsAhead) {
        YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        for (int ahead = 0; ahead <= monthsAhead; ahead++) {
            ensure(now.plusMonths(ahead));
        }
    }

    /** Makes sure that events received at these times have a partition to go to. */
    void ensureFor(Stream<Instant> times) {
        times.map(time -> YearMonth.from(time.atOffset(ZoneOffset.UTC))).forEach(this::ensure);
    }

    private void ensure(YearMonth month) {
        if (present.contains(month)) {
            return;
        }
        database.inTransaction(connection -> {
            create(connection, month);
            CrashPoint.IN_PARTITION_CREATION.reached();
            return month;
        });
        present.add(month);
    }

    private static void create(Connection connection, YearMonth month) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MAKE)) {
            statement.setObject(1, month.atDay(1));
            statement.execute();
        }
    }
}
