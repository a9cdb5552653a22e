package io.tallygate.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP 0-9-1 broker in this process, Qpid Broker-J, for a start without set-up: on 127.0.0.1, user guest, virtual host
 * {@code /}. Durable queues and persistent messages survive its close and a kill of this process.
 *
 * <p>Not promised, as Qpid has none of it: dead-letter exchanges, message lifetimes, length limits, quorum queues. The
 * arguments that ask for them are ignored. No JVM shutdown hook is registered; whoever starts it closes it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedBroker.class.getName());

    private final QpidLauncher launcher;
    private final int port;
    private final @Nullable Path temporary;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(QpidLauncher launcher, int port, @Nullable Path temporary) {
        this.launcher = launcher;
        this.port = port;
        this.temporary = temporary;
    }

    /**
     * Starts it with its store in {@code broker} below the directory.
     *
     * @param preferredPort the port to listen on; if it is busy, the next free one; 0 for any
     * @throws EmbeddedStartException if it cannot be started
     */
    public static EmbeddedBroker start(DataDirectory directory, int preferredPort) {
        Path workDirectory = directory.path().resolve("broker");
        try {
            OwnerOnly.directory(workDirectory);
            int port = LoopbackPort.preferring(preferredPort);
            return new EmbeddedBroker(
                    QpidLauncher.launch(BrokerConfiguration.durable(workDirectory, port)), port, null);
        } catch (IOException e) {
            throw EmbeddedStartException.because("The broker's files cannot be written to " + workDirectory, e);
        }
    }

    /**
     * Starts one that forgets everything when it is closed, for tests.
     *
     * @param preferredPort as for {@link #start}
     * @throws EmbeddedStartException if it cannot be started
     */
    public static EmbeddedBroker startInMemory(int preferredPort) {
        try {
            Path temporary = Files.createTempDirectory("tallygate-broker-");
            int port = LoopbackPort.preferring(preferredPort);
            return new EmbeddedBroker(
                    QpidLauncher.launch(BrokerConfiguration.inMemory(temporary, port)), port, temporary);
        } catch (IOException e) {
            throw EmbeddedStartException.because("The broker's temporary files cannot be written", e);
        }
    }

    /** The port on 127.0.0.1 that it really listens on. */
    public int port() {
        return port;
    }

    public String user() {
        return BrokerConfiguration.USER;
    }

    public String password() {
        return BrokerConfiguration.PASSWORD;
    }

    /** For a client, with user and password, without a virtual host: clients then take {@code /}. */
    public URI amqpUri() {
        return URI.create("amqp://" + user() + ":" + password() + "@" + LoopbackPort.ADDRESS + ":" + port);
    }

    /** Stops it, for at most 30 seconds; a second call does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        launcher.stop();
        if (temporary != null) {
            try {
                Directories.delete(temporary);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Left behind: " + temporary, e);
            }
        }
    }
}
