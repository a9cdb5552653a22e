package io.tallygate.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Where the audit log is kept. */
@ConfigMapping(prefix = "tallygate.database")
public interface StorageConfig {

    /** The JDBC URL of the PostgreSQL server; where it is absent, an embedded one is started. */
    Optional<String> url();

    /** The user. */
    Optional<String> user();

    /** The password; never logged. */
    Optional<String> password();

    /** Months for which partitions are made ahead. */
    @WithDefault("3")
    @Min(1)
    @Max(120)
    int partitionsAhead();

    /** The pause between two tries to reach a database that is away at the start. */
    @WithDefault("2s")
    Duration startRetryDelay();

    /** How long one statement of a migration to a newer version may take, e.g. to build an index. */
    @WithDefault("1h")
    Duration migrationTimeout();
}
