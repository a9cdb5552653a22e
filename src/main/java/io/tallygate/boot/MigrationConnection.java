package io.tallygate.boot;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Gives migrations connections of their own. Those of the pool are bounded for the short statements of every day: an index
 * on a log of years would be given up after ten seconds, and tried again for ever.
 */
@Singleton
class MigrationConnection implements FlywayConfigurationCustomizer {
    private final StorageConfig config;

    MigrationConnection(StorageConfig config) {
        this.config = config;
    }

    @Override
    public void customize(FluentConfiguration migration) {
        migration
                .dataSource(
                        config.url().orElse(""),
                        config.user().orElse(""),
                        config.password().orElse(""))
                .callbacks(new MigrationCrashPoint())
                .initSql("SET statement_timeout = " + config.migrationTimeout().toMillis() + "; SET lock_timeout = "
                        + config.migrationTimeout().toMillis());
    }
}
