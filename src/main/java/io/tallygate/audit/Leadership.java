package io.tallygate.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets one instance of many do what must be done in one order: whoever holds a session lock of PostgreSQL. The lock
 * goes with its connection, so an instance that dies gives it up.
 *
 * <p>Not promised: that nobody else believes to lead for the moment in which a lost connection is not yet noticed. What
 * is done under this must be harmless when done twice.
 *
 * <p>For one thread.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);

    private final DataSource dataSource;
    private final Duty duty;
    private @Nullable Connection connection;

    /** What one instance does for all. The numbers may be any, but must be the same in every instance. */
    public enum Duty {
        /** Publishing. */
        RELAY(0x7A11_6A7E_0002L),
        /** Deriving from the log. */
        PROJECTION(0x7A11_6A7E_0003L);

        private final long lock;

        Duty(long lock) {
            this.lock = lock;
        }
    }

    Leadership(DataSource dataSource, Duty duty) {
        this.dataSource = dataSource;
        this.duty = duty;
    }

    /**
     * Whether this instance leads, after trying to if nobody else does.
     *
     * @throws StorageUnavailableException if the storage is away
     */
    public boolean held() {
        try {
            Connection session = connection;
            if (session != null && session.isValid(2)) {
                return true;
            }
            close();
            session = dataSource.getConnection();
            if (lock(session)) {
                connection = session;
                return true;
            }
            session.close();
            return false;
        } catch (SQLException e) {
            throw new StorageUnavailableException("PostgreSQL cannot be asked who leads: " + e.getMessage(), e);
        }
    }

    private boolean lock(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, duty.lock);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /** Lets another instance lead. */
    @Override
    public void close() {
        Connection session = connection;
        connection = null;
        if (session == null) {
            return;
        }
        try (session;
                PreparedStatement statement = session.prepareStatement("SELECT pg_advisory_unlock(?)")) {
            // The pool would keep the connection, and with it the lock.
            statement.setLong(1, duty.lock);
            statement.execute();
        } catch (SQLException e) {
            LOG.debug("The connection that held the lead is gone, and the lock with it", e);
        }
    }
}
