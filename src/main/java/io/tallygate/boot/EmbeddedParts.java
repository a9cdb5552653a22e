package io.tallygate.boot;

import io.quarkus.runtime.ShutdownEvent;
import io.tallygate.embedded.DataDirectory;
import io.tallygate.embedded.EmbeddedBroker;
import io.tallygate.embedded.EmbeddedDatabase;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The parts that are started here because nobody said where they are. What is configured is never replaced: a broker or
 * a database that does not answer is waited for.
 */
@Singleton
class EmbeddedParts {
    private static final Logger LOG = Logger.getLogger(EmbeddedParts.class);
    private static final int AFTER_EVERYTHING = 1_000_000;
    private static final String DEFAULT_DIRECTORY = "data";
    private static final String DEFAULT_AMQP_PORT = "5672";
    private static final int HIGHEST_PORT = 65_535;

    /** Started before there is any container to hold them; the last one first. */
    private static final Deque<AutoCloseable> STARTED = new ArrayDeque<>();

    EmbeddedParts() {}

    /** Starts the broker and the database that are not configured, and configures their addresses. */
    static void startMissing() {
        boolean brokerMissing = setting("tallygate.rabbitmq.url").isEmpty()
                && setting("tallygate.rabbitmq.url" + SecretFiles.SUFFIX).isEmpty();
        boolean databaseMissing = setting("tallygate.database.url").isEmpty();
        if (!brokerMissing && !databaseMissing) {
            return;
        }
        DataDirectory directory = keep(DataDirectory.claim(directory()));
        if (databaseMissing) {
            EmbeddedDatabase database = keep(EmbeddedDatabase.start(directory));
            System.setProperty("tallygate.database.url", database.jdbcUrl());
            System.setProperty("tallygate.database.user", database.user());
            System.setProperty("tallygate.database.password", database.password());
            System.setProperty("tallygate.database.owner-user", database.owner());
            System.setProperty("tallygate.database.owner-password", database.password());
            System.setProperty("tallygate.database.password" + SecretFiles.SUFFIX, "");
            System.setProperty("tallygate.database.owner-password" + SecretFiles.SUFFIX, "");
            System.setProperty("tallygate.embedded.database", "true");
        }
        if (brokerMissing) {
            EmbeddedBroker broker = keep(EmbeddedBroker.start(directory, amqpPort()));
            System.setProperty("tallygate.rabbitmq.url", broker.amqpUri().toString());
            System.setProperty("tallygate.embedded.broker", "true");
            if (setting("tallygate.jobs.worker.enabled").isEmpty()) {
                System.setProperty("tallygate.jobs.worker.enabled", "true");
            }
        }
        System.setProperty("tallygate.embedded.directory", directory.path().toString());
    }

    /** The directory of the parts that are started here. */
    static Path directory() {
        return Path.of(setting("tallygate.data.dir").orElse(DEFAULT_DIRECTORY));
    }

    private static <T extends AutoCloseable> T keep(T part) {
        STARTED.push(part);
        return part;
    }

    private static int amqpPort() {
        String port = setting("tallygate.amqp.port").orElse(DEFAULT_AMQP_PORT);
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= HIGHEST_PORT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("TALLYGATE_AMQP_PORT must be a port number, not " + port);
    }

    /** As the configuration will read it once there is one: a system property, else the environment. */
    private static Optional<String> setting(String key) {
        String value = System.getProperty(key);
        if (value == null) {
            value = System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        }
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    void stop(@Observes @Priority(AFTER_EVERYTHING) ShutdownEvent stopped) {
        stopAll();
    }

    /** Stops what was started here; a second call does nothing. */
    static synchronized void stopAll() {
        while (!STARTED.isEmpty()) {
            AutoCloseable part = STARTED.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.errorf(e, "%s could not be stopped", part.getClass().getSimpleName());
            }
        }
    }
}
