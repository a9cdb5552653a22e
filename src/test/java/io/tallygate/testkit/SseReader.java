package io.tallygate.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A reader of server-sent events, as browsers read them: on a thread of its own, until it is closed or the stream ends. */
public final class SseReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final InputStream body;
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<Event> events = new ArrayList<>();
    private String lastId = "";
    private boolean ended;

    /** One event; its name is empty for comments, that of a heartbeat say. */
    public record Event(String name, String id, String data) {
        public JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException("Not JSON: " + data, e);
            }
        }
    }

    private SseReader(InputStream body) {
        this.body = body;
        Thread thread = new Thread(this::run, "sse-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /** Connects and waits until the stream is open; headers as name, value, name, value. */
    public static SseReader open(URI gateway, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).header("Accept", "text/event-stream");
        try {
            HttpResponse<InputStream> answer = CLIENT.send(
                    headers.length == 0
                            ? request.build()
                            : request.headers(headers).build(),
                    BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        answer.statusCode() + " " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            SseReader reader = new SseReader(answer.body());
            reader.open.await();
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException("No stream at " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void run() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            read(lines);
        } catch (IOException e) {
            System.getLogger(SseReader.class.getName()).log(System.Logger.Level.DEBUG, "Cut off", e);
        } finally {
            synchronized (this) {
                ended = true;
            }
            open.countDown();
        }
    }

    private void read(BufferedReader lines) throws IOException {
        String name = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
            if (line.startsWith("event:")) {
                name = value;
            } else if (line.startsWith("data:")) {
                data += value;
            } else if (line.startsWith("id:")) {
                setLastId(value);
            } else if (line.isEmpty()) {
                add(name, data);
                name = "";
                data = "";
                open.countDown();
            }
        }
    }

    private synchronized void setLastId(String id) {
        lastId = id;
    }

    private synchronized void add(String name, String data) {
        events.add(new Event(name, lastId, data));
    }

    /** All of a name that came so far. */
    public synchronized List<Event> events(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    /** A member of the data of each of a name. */
    public List<String> values(String name, String member) {
        return events(name).stream()
                .map(event -> event.json().path(member).asText())
                .toList();
    }

    /** The id of the last that came, by which to go on. */
    public synchronized String lastId() {
        return lastId;
    }

    public synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            System.getLogger(SseReader.class.getName()).log(System.Logger.Level.DEBUG, "Not closed", e);
        }
    }
}
