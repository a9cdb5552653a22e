package io.tallygate.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RabbitMQ's PerfTest in a JVM and on a class path of its own, on {@link Plant#REFERENCE_QUEUE}. */
final class PerfTest implements AutoCloseable {
    private static final int PREFETCH = 1_000;
    private static final int WARMUP_SECONDS = 3;
    private static final Pattern SENT = Pattern.compile("sent: (\\d+) msg/s");
    private static final Pattern RECEIVED = Pattern.compile("received: (\\d+) msg/s");

    private final ForeignProcess process;

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

    /** Publishing as fast as the confirms come, for so many seconds. */
    static PerfTest publisher(URI broker, List<Path> bodies, int seconds) throws IOException {
        return new PerfTest(broker, publishing(bodies, seconds, "--producers", "1", "--consumers", "0"));
    }

    /** Publishing and consuming at once, for so many seconds. */
    static PerfTest both(URI broker, List<Path> bodies, int seconds) throws IOException {
        return new PerfTest(broker, consuming(publishing(bodies, seconds, "--producers", "1", "--consumers", "1")));
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

    /** Waits until it ends by itself; the median of what was sent in each second but the first and the last. */
    double awaitSent() throws IOException, InterruptedException {
        return awaitRate(SENT);
    }

    /** Waits until it ends by itself; the median of what was received in each second but the first and the last. */
    double awaitReceived() throws IOException, InterruptedException {
        return awaitRate(RECEIVED);
    }

    private double awaitRate(Pattern figure) throws IOException, InterruptedException {
        if (!process.awaitEnd(120)) {
            throw new IllegalStateException(process.describe("PerfTest does not end"));
        }
        List<Double> rates = new ArrayList<>();
        for (String line : process.output().lines().toList()) {
            Matcher matcher = figure.matcher(line);
            if (line.contains("time") && matcher.find()) {
                rates.add(Double.valueOf(matcher.group(1)));
            }
        }
        if (rates.size() <= WARMUP_SECONDS + 1) {
            throw new IllegalStateException(process.describe("PerfTest did not work"));
        }
        Samples samples = new Samples();
        rates.subList(WARMUP_SECONDS, rates.size() - 1).forEach(samples::add);
        return samples.median();
    }

    private static String[] publishing(List<Path> bodies, int seconds, String... arguments) {
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
                String.join(",", bodies.stream().map(Path::toString).toList()),
                "--time",
                Integer.toString(seconds + WARMUP_SECONDS + 1)));
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
