package io.tallygate.boot;

import io.quarkus.runtime.configuration.MemorySize;
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

    /**
     * The user that owns the tables and migrates them, where that is another one: the {@link #user()} then needs no right
     * but to connect, and is granted the few that it uses.
     */
    Optional<String> ownerUser();

    /** That user's password; never logged. */
    Optional<String> ownerPassword();

    /** Months for which partitions are made ahead. */
    @WithDefault("3")
    @Min(1)
    @Max(120)
    int partitionsAhead();

    /** The pause between two tries to reach a database that is away at the start. */
    @WithDefault("2s")
    Duration startRetryDelay();

    /**
     * Bytes that must be free on the disk of the embedded parts; with less, no events are taken until there is more. Says
     * nothing of a server elsewhere; 0 for no bound.
     */
    @WithDefault("512M")
    MemorySize minFreeSpace();

    /** How often the free space is looked at. */
    @WithDefault("2s")
    Duration freeSpaceInterval();

    /** How far the clocks of the gateway and the database may be apart before the start warns of it. */
    @WithDefault("5s")
    Duration maxClockSkew();

    /** How long one statement of a migration to a newer version may take, e.g. to build an index. */
    @WithDefault("1h")
    Duration migrationTimeout();
}
