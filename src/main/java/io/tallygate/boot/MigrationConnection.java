package io.tallygate.boot;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.regex.Pattern;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Gives migrations connections of their own, as the owner of the tables. Those of the pool are bounded for the short
 * statements of every day: an index on a log of years would be given up after ten seconds, and tried again for ever.
 */
@Singleton
class MigrationConnection implements FlywayConfigurationCustomizer {
    /** What stands in a statement as text; nothing that could end it there. */
    private static final Pattern ROLE_NAME = Pattern.compile("[\\p{L}0-9_.@-]{0,63}");

    private final StorageConfig config;

    MigrationConnection(StorageConfig config) {
        this.config = config;
    }

    @Override
    public void customize(FluentConfiguration migration) {
        String user = config.user().orElse("");
        String password = config.password().orElse("");
        migration
                .dataSource(
                        config.url().orElse(""),
                        config.ownerUser().orElse(user),
                        config.ownerUser().isPresent() ? config.ownerPassword().orElse("") : password)
                .placeholders(Map.of("gateway_role", roleName(user)))
                .callbacks(new MigrationCrashPoint())
                // Row-level security is forced, so that a migration that changes rows would find none.
                .initSql("SET tallygate.tenants = '*'; SET statement_timeout = "
                        + config.migrationTimeout().toMillis() + "; SET lock_timeout = "
                        + config.migrationTimeout().toMillis());
    }

    private static String roleName(String user) {
        if (!ROLE_NAME.matcher(user).matches()) {
            throw new IllegalArgumentException(
                    "tallygate.database.user may have letters, digits and _ . @ - only, 63 at most");
        }
        return user;
    }
}
