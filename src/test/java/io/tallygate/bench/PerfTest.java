package io.tallygate.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * RabbitMQ's PerfTest in a JVM and on a class path of its own, on {@link Plant#REFERENCE_QUEUE}. It can be stopped in its
 * tracks when it is not measured, and so stays warm.
 */
final class PerfTest implements AutoCloseable {
    private static final int PREFETCH = 1_000;
    private static final int WARMUP_SECONDS = 4;
    private static final int MEASURED_SECONDS = 2;
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern TIME = Pattern.compile("time (\\d+\\.\\d+) s");
    private static final Pattern SENT = Pattern.compile("sent: (\\d+) msg/s");
    private static final Pattern RECEIVED = Pattern.compile("received: (\\d+) msg/s");

    private final ForeignProcess process;

    /** What it says of about a second. */
    private record Second(double sent, double received) {}

    /** Messages a second, each the median of what it said of several seconds. */
    record Rates(double sent, double received) {}

    private PerfTest(URI broker, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                ForeignProcess.JAVA,
                "-cp",
                classPath(),
                "com.rabbitmq.perf.PerfTest",
                "--uri",
                broker.toString(),
                "--predeclared",
                "--skip-binding-queues",
                "--queue",
                Plant.REFERENCE_QUEUE));
        Collections.addAll(words, arguments);
        process = ForeignProcess.start("PerfTest", words, Map.of());
    }

    /** A consumer without end: manual acknowledgements, one for a hundred messages. */
    static PerfTest consumer(URI broker) throws IOException {
        return new PerfTest(broker, consuming("--producers", "0", "--consumers", "1"));
    }

    /** Publishing as fast as the confirms come, warm and stopped in its tracks; to be measured by {@link #rates}. */
    static PerfTest publisher(URI broker, List<Path> bodies) throws IOException {
        PerfTest publisher = new PerfTest(broker, publishing(bodies, "--producers", "1", "--consumers", "0")).warm();
        publisher.freeze();
        return publisher;
    }

    /** Publishing and consuming at once, warm and at work; to be measured by {@link #rates}. */
    static PerfTest both(URI broker, List<Path> bodies) throws IOException {
        return new PerfTest(broker, consuming(publishing(bodies, "--producers", "1", "--consumers", "1"))).warm();
    }

    /** Files with events, which a publisher repeats. */
    static List<Path> bodies(BenchEvents events, int count) throws IOException {
        Path folder = Files.createDirectories(ForeignProcess.FOLDER.resolve("bodies"));
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(Files.write(folder.resolve(i + ".json"), events.next().body()));
        }
        return files;
    }

    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    private PerfTest warm() {
        awaitSeconds(0, WARMUP_SECONDS);
        return this;
    }

    /** Lets it work for as many seconds as are measured, and stops it in its tracks. */
    Rates rates() {
        int before = seconds(0).size();
        thaw();
        List<Second> measured = awaitSeconds(before, MEASURED_SECONDS);
        freeze();
        return new Rates(median(measured, Second::sent), median(measured, Second::received));
    }

    private static double median(List<Second> seconds, ToDoubleFunction<Second> figure) {
        Samples samples = new Samples();
        seconds.forEach(second -> samples.add(figure.applyAsDouble(second)));
        return samples.median();
    }

    private List<Second> awaitSeconds(int before, int count) {
        return Awaitility.await("PerfTest works")
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> seconds(before), seconds -> seconds.size() >= count);
    }

    /** All but the first of them. A line tells of the time since the last one; those of a time in which it stood still do not count. */
    private List<Second> seconds(int skipped) {
        if (!process.isRunning()) {
            throw new IllegalStateException(process.describe("PerfTest has ended"));
        }
        String output = process.output();
        double last = 0;
        List<Second> seconds = new ArrayList<>();
        // the last line may be incomplete
        for (String line :
                output.substring(0, output.lastIndexOf('\n') + 1).lines().toList()) {
            double time = figure(TIME, line, last);
            if (Math.abs(time - last - 1) < 0.5) {
                seconds.add(new Second(figure(SENT, line, 0), figure(RECEIVED, line, 0)));
            }
            last = time;
        }
        return seconds.subList(Math.min(skipped, seconds.size()), seconds.size());
    }

    private static double figure(Pattern pattern, String line, double otherwise) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : otherwise;
    }

    private static String[] publishing(List<Path> bodies, String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of(
                "--exchange",
                "amq.default",
                "--routing-key",
                Plant.REFERENCE_QUEUE,
                "--flag",
                "persistent",
                "--confirm",
                "1000",
                "--body",
                String.join(",", bodies.stream().map(Path::toString).toList())));
        return words.toArray(String[]::new);
    }

    private static String[] consuming(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--qos", Integer.toString(PREFETCH), "--multi-ack-every", "100"));
        return words.toArray(String[]::new);
    }

    private static String classPath() {
        String path = System.getProperty("bench.perf-test", "");
        if (path.isBlank() || !new File(path.split(File.pathSeparator)[0]).exists()) {
            throw new IllegalStateException("No PerfTest: start the benchmark by ./mvnw verify -Pbench");
        }
        return path;
    }

    @Override
    public void close() {
        process.close();
    }
}
