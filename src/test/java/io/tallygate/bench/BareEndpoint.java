package io.tallygate.bench;

import io.tallygate.testkit.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The gateway's HTTP server with an endpoint that only reads the body and answers, in a JVM as large as the gateway's. */
final class BareEndpoint implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int port = FreePorts.next();
    private final ForeignProcess process;

    /** Starts it; {@link #awaitReady()} before it is used. */
    BareEndpoint() throws IOException {
        process = ForeignProcess.start(
                "bare-endpoint",
                List.of(
                        ForeignProcess.JAVA,
                        "-Xmx256m",
                        "-jar",
                        Path.of("bench", "bare-endpoint", "target", "quarkus-app", "quarkus-run.jar")
                                .toString()),
                Map.of("HTTP_PORT", Integer.toString(port)));
    }

    /** Waits until it listens. */
    void awaitReady() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!listens()) {
            if (System.nanoTime() > until || !process.isRunning()) {
                throw new IllegalStateException(process.describe("The bare endpoint does not start"));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/api/v1/events");
    }

    @Override
    public void close() {
        process.close();
    }
}
