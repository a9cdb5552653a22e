package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A small HTTP client of one gateway. Safe for use by several threads. */
public final class HttpDoor {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private final URI gateway;

    HttpDoor(URI gateway) {
        this.gateway = gateway;
    }

    /** {@code GET}; headers as name, value, name, value. */
    public HttpAnswer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** {@code DELETE}. */
    public HttpAnswer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    /** {@code POST} of JSON. */
    public HttpAnswer post(String path, String json, String... headers) {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** {@code POST} of bytes as they are. */
    public HttpAnswer post(String path, String contentType, byte[] body, String... headers) {
        return send(request(path, headers).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    /** Sends one event to {@code POST /api/v1/events}. */
    public HttpAnswer post(TestEvent event) {
        return post("/api/v1/events", "application/json", event.body());
    }

    /** {@code GET}, or nothing if the gateway cannot be reached. */
    public Optional<HttpAnswer> tryGet(String path) {
        try {
            return Optional.of(get(path));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).timeout(ANSWER);
        return headers.length == 0 ? request : request.headers(headers);
    }

    /**
     * Sends it.
     *
     * @throws UncheckedIOException if no answer came: for a {@code POST}, the outcome is unknown
     */
    private static HttpAnswer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            var response = CLIENT.send(request, BodyHandlers.ofByteArray());
            return new HttpAnswer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + request.uri(), e);
        }
    }
}
