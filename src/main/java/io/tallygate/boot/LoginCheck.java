package io.tallygate.boot;

import io.tallygate.access.AccessMode;
import io.tallygate.audit.Database;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks at who the gateway is in the database. PostgreSQL keeps tenants apart by row-level security, which does not hold for
 * superusers and who has {@code BYPASSRLS}.
 */
@Singleton
class LoginCheck {
    private static final Logger LOG = Logger.getLogger(LoginCheck.class);
    private static final String EXEMPT =
            "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)";
    private static final String SEES_ALL = "SELECT coalesce(current_setting('tallygate.tenants', true), '') = '*'";

    private final Database database;
    private final AccessMode access;

    LoginCheck(Database database, AccessMode access) {
        this.database = database;
        this.access = access;
    }

    /**
     * Warns of a login that row-level security does not hold for.
     *
     * @throws UnsafeDatabaseException if callers are to be told apart, too; or if what is said on opening a connection does not
     *     arrive, so that the gateway would see nothing of what it keeps
     * @throws io.tallygate.audit.StorageUnavailableException if the database cannot be asked
     */
    void check() {
        if (!seesAll()) {
            throw new UnsafeDatabaseException(
                    "The gateway's own connections to PostgreSQL have no tallygate.tenants=*, so that it would see nothing of what"
                            + " it keeps: quarkus.datasource.jdbc.additional-jdbc-properties.options must have -c"
                            + " tallygate.tenants=*, and a pooler between the two must pass options on");
        }
        exemption().ifPresent(exemption -> {
            if (!access.isOpen()) {
                throw new UnsafeDatabaseException(exemption);
            }
            LOG.warn(exemption);
        });
    }

    private boolean seesAll() {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SEES_ALL);
                    ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    /** What is wrong with the login, if something is, and what to do. */
    private Optional<String> exemption() {
        return database.reading(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(EXEMPT);
                    ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of("The gateway's login to PostgreSQL, " + row.getString(1) + ", "
                                + (row.getBoolean(2) ? "is a superuser" : "has BYPASSRLS")
                                + ", so that PostgreSQL does not keep tenants apart. Give it one that may only connect"
                                + " (CREATE ROLE tallygate_gateway LOGIN PASSWORD '...'; TALLYGATE_DATABASE_USER,"
                                + " TALLYGATE_DATABASE_PASSWORD), and let this one, or better one without such rights, own the"
                                + " tables (TALLYGATE_DATABASE_OWNER_USER, TALLYGATE_DATABASE_OWNER_PASSWORD)")
                        : Optional.empty();
            }
        });
    }
}
