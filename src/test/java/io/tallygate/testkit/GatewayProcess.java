package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The packaged gateway in a JVM of its own, as users run it: for the integration tests, which run after {@code
 * package}. Its output goes to {@code target/gateway-logs}, and its end is part of every failure's message.
 *
 * <p>Not safe for use by several threads; its {@link #client()} is.
 */
public final class GatewayProcess implements AutoCloseable {
    static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** Beside the program, made by the same build; used as the README advises. */
    private static final String CLASS_ARCHIVE = "app-cds.jsa";

    private static final Path LOGS = Path.of("target", "gateway-logs");
    private static final Duration ORDERLY_STOP = Duration.ofSeconds(60);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Map<String, String> environment;
    private final List<String> jvmOptions;
    private final Path program;
    private final Path log;
    private Process process;
    private boolean killed;

    GatewayProcess(
            String name,
            Map<String, String> environment,
            List<String> jvmOptions,
            List<String> firstLifeOptions,
            Path program) {
        this.environment = environment;
        this.jvmOptions = jvmOptions;
        this.program = program;
        this.log = LOGS.resolve(name + "-" + STARTED.incrementAndGet() + ".log");
        this.process = launch(firstLifeOptions);
        TestRun.closeAtEnd(this);
    }

    /**
     * Begins to describe a gateway.
     *
     * @param name for its log file, e.g. the test's name
     */
    public static GatewaySetup setup(String name) {
        return new GatewaySetup(name);
    }

    /** Where its HTTP door is; the same for all its life. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + environment.get("QUARKUS_HTTP_PORT"));
    }

    /** A client of its HTTP door. */
    public HttpDoor client() {
        return new HttpDoor(url());
    }

    /** The port of its embedded broker, if it was given a data folder. */
    public int amqpPort() {
        return Integer.parseInt(Objects.requireNonNull(environment.get("TALLYGATE_AMQP_PORT"), "no data folder"));
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** The process, for signals and for looking at it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits until readiness is UP: broker and database are there and it works. */
    public GatewayProcess awaitReady(Duration bound) {
        return await("is ready", "/q/health/ready", bound);
    }

    /** Waits until liveness is UP. */
    public GatewayProcess awaitLive(Duration bound) {
        return await("is live", "/q/health/live", bound);
    }

    /**
     * Waits until it ends by itself.
     *
     * @return its exit code
     */
    public int awaitExit(Duration bound) {
        try {
            if (process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw failure("did not end within " + bound, null);
    }

    /** Kills it (SIGKILL), as a crash would. An embedded PostgreSQL of its own then is an orphan. */
    public void kill9() {
        killed = true;
        Processes.kill9(List.of(process.toHandle()));
        // Dead is one thing, and that this JVM has noticed it another.
        awaitExit(ORDERLY_STOP);
    }

    /**
     * Asks it to end (SIGTERM) and waits until it has.
     *
     * @return its exit code
     */
    public int terminate() {
        process.toHandle().destroy();
        return awaitExit(ORDERLY_STOP);
    }

    /** Freezes it (SIGSTOP): its connections stay open and nothing answers. */
    public void freeze() {
        Processes.signal("STOP", Stream.of(process.toHandle()));
    }

    /** Ends a {@link #freeze()}. */
    public void thaw() {
        Processes.signal("CONT", Stream.of(process.toHandle()));
    }

    /** Starts it again with the same settings, after it ended, and waits for nothing: {@link #awaitReady} does. */
    public GatewayProcess restart() {
        return restartWith();
    }

    /** The same, with further options of its JVM for this one life. */
    public GatewayProcess restartWith(String... optionsOfThisLife) {
        if (process.isAlive()) {
            throw new IllegalStateException("It still runs: end it by terminate() or kill9()");
        }
        process = launch(List.of(optionsOfThisLife));
        killed = false;
        return this;
    }

    /** Bytes that are in use in its heap after a full collection, which this has done. */
    public long liveHeapBytes() {
        jcmd("GC.run");
        return jcmd("GC.heap_info")
                .lines()
                .filter(line -> line.contains("heap ") || line.contains("generation "))
                .map(USED::matcher)
                .filter(Matcher::find)
                .mapToLong(used -> Long.parseLong(used.group(1)) * 1024)
                .sum();
    }

    private String jcmd(String question) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Processes.run(new ProcessBuilder(jcmd, Long.toString(process.pid()), question), ORDERLY_STOP);
    }

    /** All that it has printed, over all its starts. */
    public String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }

    /** The message of a failure with the end of the log. */
    public String describe(String message) {
        return message + "; the end of " + log + ":\n" + Processes.tail(log, 60);
    }

    /** Kills it with all that it started, an embedded PostgreSQL of its own too. Its log stays. */
    @Override
    public void close() {
        TestRun.forget(this);
        killed |= process.isAlive();
        Processes.kill9(Processes.family(process.toHandle()));
        if (killed) {
            // One that ended by itself has left none, and its folder may be another gateway's.
            Optional.ofNullable(environment.get("TALLYGATE_DATA_DIR")).ifPresent(GatewayProcess::killPostmasters);
        }
    }

    /** A PostgreSQL is nobody's child, so that it outlives whoever started it. */
    private static void killPostmasters(String dataFolder) {
        try (Stream<Path> files =
                Files.find(Path.of(dataFolder), 5, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            files.flatMap(file -> Processes.ofPidFile(file).stream())
                    .filter(GatewayProcess::isPostgres)
                    .forEach(postmaster -> Processes.kill9(Processes.family(postmaster)));
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(GatewayProcess.class.getName())
                    .log(System.Logger.Level.DEBUG, "No data folder " + dataFolder, e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("postgres"))
                .isPresent();
    }

    private Process launch(List<String> optionsOfThisLife) {
        if (!Files.isRegularFile(program)) {
            throw new IllegalStateException("No " + program + ": run ./mvnw package first");
        }
        try {
            Files.createDirectories(LOGS);
            ProcessBuilder builder = new ProcessBuilder(command(optionsOfThisLife));
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("TALLYGATE_")
                            || name.startsWith("QUARKUS_")
                            || name.startsWith("MP_MESSAGING_"));
            builder.environment().putAll(environment);
            Process started = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            started.getOutputStream().close();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the gateway", e);
        }
    }

    private List<String> command(List<String> optionsOfThisLife) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path archive = program.resolveSibling(CLASS_ARCHIVE);
        if (Files.exists(archive)) {
            words.add("-XX:SharedArchiveFile=" + archive);
        }
        words.addAll(jvmOptions);
        words.addAll(optionsOfThisLife);
        words.addAll(List.of("-jar", program.toString()));
        return words;
    }

    private GatewayProcess await(String what, String path, Duration bound) {
        HttpDoor door = client();
        try {
            Awaitility.await("the gateway " + what)
                    .atMost(bound)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the gateway ended", () -> !process.isAlive())
                    .until(() -> door.tryGet(path)
                            .filter(answer -> answer.status() == 200)
                            .isPresent());
            return this;
        } catch (RuntimeException e) {
            throw failure("was asked for " + path + " but gave no 200 within " + bound, e);
        }
    }

    private AssertionError failure(String what, @Nullable Throwable cause) {
        return new AssertionError(describe("The gateway " + what), cause);
    }

    @Override
    public String toString() {
        return "gateway " + process.pid() + " at " + url();
    }
}
