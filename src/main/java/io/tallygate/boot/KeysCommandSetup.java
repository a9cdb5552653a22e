package io.tallygate.boot;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tallygate.access.AccessConfig;
import io.tallygate.access.KeysCommand;
import io.tallygate.embedded.RunningDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** What {@link KeysCommand} needs of the gateway's configuration, which no container reads for it. */
final class KeysCommandSetup {
    private static final int BOUND_SECONDS = 10;
    private static final int UNUSABLE = 2;

    private KeysCommandSetup() {}

    static int run(PrintStream out, PrintStream err, List<String> arguments) {
        SmallRyeConfig config;
        try {
            config = new SmallRyeConfigBuilder()
                    .addDefaultSources()
                    .addDefaultInterceptors()
                    .addDiscoveredInterceptors()
                    .addDiscoveredConverters()
                    .withMapping(AccessConfig.class)
                    .withMapping(StorageConfig.class)
                    .build();
        } catch (IllegalArgumentException e) {
            // a secret's file that is not there, say
            err.println(e.getMessage());
            return UNUSABLE;
        }
        StorageConfig storage = config.getConfigMapping(StorageConfig.class);
        return new KeysCommand(out, err, Clock.systemUTC())
                .run(arguments, config.getConfigMapping(AccessConfig.class), () -> connection(storage));
    }

    private static Connection connection(StorageConfig storage) throws SQLException {
        Optional<String> url = storage.url();
        if (url.isPresent()) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url.get());
            source.setUser(storage.user().orElse(""));
            source.setPassword(storage.password().orElse(""));
            source.setOptions("-c tallygate.tenants=*");
            source.setLoginTimeout(BOUND_SECONDS);
            source.setSocketTimeout(BOUND_SECONDS);
            return source.getConnection();
        }
        Path directory = EmbeddedParts.directory();
        try {
            Optional<RunningDatabase> running = RunningDatabase.in(directory);
            if (running.isPresent()) {
                return running.get().connect();
            }
        } catch (IOException e) {
            throw new SQLException("the files in " + directory + " cannot be read: " + e, e);
        }
        throw new SQLException("neither is TALLYGATE_DATABASE_URL set nor does a gateway run with its data in "
                + directory + " (TALLYGATE_DATA_DIR)");
    }
}
