package io.tallygate.testkit;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A private node of the {@code rabbitmq-server} that is installed on this machine: its own folder, ports and port
 * mapper, so that it can be killed, frozen and started again with its data and on its port, beside any other broker.
 *
 * <p>Not safe for use by several threads.
 */
public final class RabbitNode implements AutoCloseable {
    /** A start takes 4 to 8 seconds on an idle machine. */
    private static final Duration START = Duration.ofSeconds(90);

    private static final Duration ORDERLY_STOP = Duration.ofSeconds(30);
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final int CONNECT_MILLIS = 2_000;

    private final Path folder;
    private final RabbitNodeSettings settings;
    private final Process portMapper;
    private @Nullable Process server;

    private RabbitNode(RabbitNodeSettings settings) {
        this.settings = settings;
        this.folder = settings.folder();
        this.portMapper = settings.startPortMapper();
        TestRun.closeAtEnd(this);
    }

    /** Whether a {@link #start()} can work here. */
    public static boolean isInstalled() {
        return RabbitNodeSettings.installedCommand("rabbitmq-server").isPresent();
    }

    /**
     * Starts a node and waits until it accepts AMQP connections.
     *
     * @param configuration further lines of {@code rabbitmq.conf}, e.g. {@code disk_free_limit.absolute = 1TB}
     * @throws IllegalStateException if no server is installed or it does not start; the message has the end of its log
     */
    public static RabbitNode start(String... configuration) {
        return started(RabbitNodeSettings.inNewFolder(List.of(configuration)));
    }

    /**
     * Starts a node with plugins that come with the server.
     *
     * @param configuration further lines of {@code rabbitmq.conf}
     */
    public static RabbitNode startWith(List<String> plugins, List<String> configuration) {
        RabbitNodeSettings settings = RabbitNodeSettings.inNewFolder(configuration);
        settings.enable(plugins);
        return started(settings);
    }

    /** Starts a node that keeps its data in this folder, e.g. on a disk of its own. */
    public static RabbitNode startIn(Path data, String... configuration) {
        return started(RabbitNodeSettings.in(Folders.temporary("rabbitmq"), data, List.of(configuration)));
    }

    private static RabbitNode started(RabbitNodeSettings settings) {
        RabbitNode node = new RabbitNode(settings);
        try {
            node.launch();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** Where it listens, with the user {@code guest}; the same for all its life. */
    public URI uri() {
        return URI.create("amqp://guest:guest@127.0.0.1:" + port());
    }

    public int port() {
        return settings.port();
    }

    public boolean isRunning() {
        return broker().isPresent();
    }

    /** Stops the node in order (SIGTERM). Its data stay. */
    public void stop() {
        List<ProcessHandle> all = processes();
        broker().ifPresent(ProcessHandle::destroy);
        try {
            Processes.awaitDeath(all, ORDERLY_STOP);
        } finally {
            Processes.kill9(all);
        }
    }

    /** Kills the node (SIGKILL), as a crash would. Its data stay. */
    public void kill9() {
        List<ProcessHandle> all = processes();
        broker().ifPresent(ProcessHandle::destroyForcibly);
        Processes.kill9(all);
    }

    /** Starts the node again with its data and on its port; stops it first if it runs. */
    public void restart() {
        if (isRunning()) {
            stop();
        }
        launch();
    }

    /** Freezes the node (SIGSTOP): its connections stay open and nothing answers. */
    public void freeze() {
        Processes.signal("STOP", broker().stream());
    }

    /** Ends a {@link #freeze()}. */
    public void thaw() {
        Processes.signal("CONT", broker().stream());
    }

    /**
     * Runs {@code rabbitmqctl} on this node, e.g. with {@code close_all_connections} and a reason. Takes a second or
     * two.
     *
     * @return what it printed
     * @throws IllegalStateException if it fails
     */
    public String rabbitmqctl(String... arguments) {
        return Processes.run(settings.command("rabbitmqctl", arguments), COMMAND);
    }

    /**
     * Makes the broker write out which quorum queues it has; to be called between a declaration and a {@link #kill9()}
     * that follows at once. Up to Ra 2.10 (RabbitMQ 3.13.2) it does so half a second late only, and a queue that is killed
     * within that time comes back empty, whatever it confirmed (rabbitmq/ra, pull request 443).
     */
    public void writeOutQueueNames() {
        rabbitmqctl("eval", "[dets:sync(Table) || Table <- dets:all()].");
    }

    /** Kills the node and deletes its data. */
    @Override
    public void close() {
        TestRun.forget(this);
        kill9();
        Processes.kill9(List.of(portMapper.toHandle()));
        Folders.delete(folder);
    }

    private void launch() {
        try {
            Files.deleteIfExists(settings.pidFile());
            ProcessBuilder command = settings.command("rabbitmq-server");
            server = command.redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(settings.output().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start rabbitmq-server", e);
        }
        awaitAmqp(server);
    }

    private void awaitAmqp(Process starting) {
        try {
            Awaitility.await("RabbitMQ accepts connections")
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("rabbitmq-server ended while it started", () -> !starting.isAlive())
                    .until(this::acceptsAmqp);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "RabbitMQ did not start on port " + port() + ":\n" + Processes.tail(settings.output(), 40), e);
        }
    }

    private boolean acceptsAmqp() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port());
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_MILLIS);
        factory.setAutomaticRecoveryEnabled(false);
        try {
            factory.newConnection("start probe").close(CONNECT_MILLIS);
            return true;
        } catch (IOException | TimeoutException e) {
            return false;
        }
    }

    /** The Erlang VM, by its own word; none while the node is down. */
    private Optional<ProcessHandle> broker() {
        return Processes.ofPidFile(settings.pidFile());
    }

    /** The Erlang VM, its helpers, and the shell that waits for it. */
    public List<ProcessHandle> processes() {
        Stream<ProcessHandle> shell = server == null ? Stream.empty() : Stream.of(server.toHandle());
        return Stream.concat(shell, broker().stream())
                .flatMap(process -> Processes.family(process).stream())
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return "RabbitMQ node on port " + port();
    }
}
