package io.tallygate.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * What must not get into the audit log, whichever door it comes to.
 *
 * @param name what is wrong with it
 * @param body the bytes
 * @param routingKey under which it is published
 * @param status what HTTP answers
 * @param reason why it is quarantined
 * @param pointer the place of the first violation; empty where there is none to tell
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadInput(String name, byte[] body, String routingKey, int status, String reason, Optional<String> pointer) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNREADABLE = "unreadable";
    private static final String VIOLATION = "schema-violation";

    /** All of them, new ones at each call. */
    static List<BadInput> all(Events events) {
        Cases cases = new Cases(events);
        cases.thatAreNoJsonObject();
        cases.ofAnotherEncoding();
        cases.beyondTheLimits();
        cases.againstTheSchema();
        return cases.all;
    }

    @Override
    public String toString() {
        return name;
    }

    static byte[] gzipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The sound event after a change to its tree. */
    static byte[] changed(TestEvent event, Consumer<ObjectNode> change) {
        try {
            ObjectNode tree = (ObjectNode) JSON.readTree(event.body());
            change.accept(tree);
            return JSON.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sound event with a property more, up to a size in bytes. */
    static byte[] padded(TestEvent event, int size) {
        int missing = size - changed(event, tree -> tree.put("padding", "")).length;
        return changed(event, tree -> tree.put("padding", "x".repeat(missing)));
    }

    /** The sound event with a property more, so that it nests so deep. */
    static byte[] nested(TestEvent event, int depth) {
        String arrays = "[".repeat(depth - 1) + "]".repeat(depth - 1);
        return with(event, "\"deep\":" + arrays);
    }

    /** The sound event with further properties, written as they are. */
    static byte[] with(TestEvent event, String properties) {
        return (text(event).replaceFirst("}$", "") + "," + properties + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(TestEvent event) {
        return new String(event.body(), StandardCharsets.UTF_8);
    }

    /** Collects them, each made of a sound event of its own. */
    private static final class Cases {
        private final List<BadInput> all = new ArrayList<>();
        private final Events events;

        Cases(Events events) {
            this.events = events;
        }

        void thatAreNoJsonObject() {
            unreadable("empty", event -> new byte[0]);
            unreadable("white space only", event -> bytes(" \r\n\t "));
            unreadable("not JSON", event -> bytes("workflow done \u001b[31m; DROP TABLE audit_event; --\n"));
            unreadable("XML", event -> bytes("<event id='1'/>"));
            unreadable("a string", event -> bytes("\"" + event.id() + "\""));
            unreadable("a number", event -> bytes("42"));
            unreadable("null", event -> bytes("null"));
            unreadable("cut off", event -> Arrays.copyOf(event.body(), event.body().length - 7));
            unreadable("two events, one after the other", event -> bytes(text(event) + text(event)));
            unreadable("trailing comma", event -> bytes(text(event).replaceFirst("}$", ",}")));
            unreadable("comment", event -> bytes("/* all is well */" + text(event)));
            unreadable("single quotes", event -> bytes(text(event).replace('"', '\'')));
            unreadableAt("id twice", "/id", event -> with(event, "\"id\":\"" + UUID.randomUUID() + "\""));
            unreadableAt("duplicate key within", "/extra/a", event -> with(event, "\"extra\":{\"a\":1,\"a\":2}"));
        }

        void ofAnotherEncoding() {
            encoded("UTF-16 with its mark", StandardCharsets.UTF_16);
            encoded("UTF-16 little endian, no mark", StandardCharsets.UTF_16LE);
            encoded("UTF-32", Charset.forName("UTF-32BE"));
            encoded("Latin-1", StandardCharsets.ISO_8859_1);
            unreadable("byte order mark", event -> bytes("\uFEFF" + text(event)));
            unreadable("overlong UTF-8", event -> spliced(event, (byte) 0xC0, (byte) 0xAF));
            unreadable("surrogate in UTF-8", event -> spliced(event, (byte) 0xED, (byte) 0xA0, (byte) 0x80));
            unreadable("lone surrogate escape", event -> with(event, "\"extra\":\"\\ud800\""));
            unreadable("raw NUL", event -> with(event, "\"extra\":\"\u0000\""));
            unreadable("raw control character in a string", event -> with(event, "\"extra\":\"\u001b[31m\n\""));
        }

        void beyondTheLimits() {
            add("one byte too long", 413, "too-large", Optional.empty(), e -> padded(e, Events.LARGEST + 1));
            unreadable("nesting of 65", event -> nested(event, 65));
            unreadable("nesting of 100,000", event -> with(event, "\"deep\":" + "[".repeat(100_000)));
            unreadableAt("1e999999", "/extra", event -> with(event, "\"extra\":1e999999"));
            unreadableAt("-1e999999", "/extra", event -> with(event, "\"extra\":-1e999999"));
            unreadableAt("5,000 digits", "/extra", event -> with(event, "\"extra\":" + "9".repeat(5_000)));
            unreadable("NaN", event -> with(event, "\"extra\":NaN"));
            unreadable("a name of 257 characters", event -> with(event, "\"" + "n".repeat(257) + "\":1"));
            // each name is short and no schema forbids them; what is too much is the size
            add("100,000 unknown properties", 413, "too-large", Optional.empty(), e -> with(e, properties(100_000)));
        }

        void againstTheSchema() {
            changing("unknown type", "unknown-type", "/type", t -> t.put("type", "workflow.\u001b[31m\nunheard"));
            changing("no type", "unknown-type", "/type", tree -> tree.remove("type"));
            changing("type is a number", "unknown-type", "/type", tree -> tree.put("type", 7));
            changing("unknown version", "unknown-version", "/version", tree -> tree.put("version", "9.0.0"));
            changing("no version", "unknown-version", "/version", tree -> tree.remove("version"));
            changing("no id", VIOLATION, "", tree -> tree.remove("id"));
            changing("no tenant", VIOLATION, "", tree -> tree.remove("tenantId"));
            changing("no data", VIOLATION, "", tree -> tree.remove("data"));
            changing(
                    "no workflow",
                    VIOLATION,
                    "/data",
                    t -> t.withObject("/data").remove("workflowId"));
            changing("id is no uuid", VIOLATION, "/id", tree -> tree.put("id", "17"));
            changing("NUL within the id", VIOLATION, "/id", tree -> tree.put("id", "a\u0000b"));
            changing("tenant is no uuid", VIOLATION, "/tenantId", tree -> tree.put("tenantId", "acme"));
            changing("NUL within the tenant", VIOLATION, "/tenantId", tree -> tree.put("tenantId", "\u0000"));
            changing("time is no time", VIOLATION, "/timestamp", tree -> tree.put("timestamp", "yesterday"));
            changing("31 February", VIOLATION, "/timestamp", t -> t.put("timestamp", "2026-02-31T00:00:00Z"));
            changing("another source", VIOLATION, "/source", tree -> tree.put("source", "somebody else"));
            changing("data is a list", VIOLATION, "/data", tree -> tree.putArray("data"));
            changing(
                    "NUL within the correlation id",
                    VIOLATION,
                    "/correlationId",
                    t -> t.put("correlationId", "a\u0000"));
            changing(
                    "correlation id of 513 characters",
                    VIOLATION,
                    "/correlationId",
                    tree -> tree.put("correlationId", "c".repeat(513)));
        }

        private void encoded(String name, Charset charset) {
            unreadable(
                    name,
                    event -> text(event)
                            .replace("\"succeeded\"", "\"succeeded\",\"note\":\"schön\"")
                            .getBytes(charset));
        }

        private void unreadable(String name, Body body) {
            add(name, 422, UNREADABLE, Optional.empty(), body);
        }

        private void unreadableAt(String name, String pointer, Body body) {
            add(name, 422, UNREADABLE, Optional.of(pointer), body);
        }

        private void changing(String name, String reason, String pointer, Consumer<ObjectNode> change) {
            add(name, 422, reason, Optional.of(pointer), event -> changed(event, change));
        }

        private void add(String name, int status, String reason, Optional<String> pointer, Body body) {
            TestEvent event = events.valid(Events.STEP);
            all.add(new BadInput(name, body.of(event), Events.STEP, status, reason, pointer));
        }

        private static byte[] spliced(TestEvent event, byte... malformed) {
            return replaced(with(event, "\"extra\":\"@\""), (byte) '@', malformed);
        }

        private static byte[] replaced(byte[] body, byte mark, byte... by) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (byte b : body) {
                out.writeBytes(b == mark ? by : new byte[] {b});
            }
            return out.toByteArray();
        }

        private static String properties(int count) {
            StringBuilder properties = new StringBuilder("\"p0\":0");
            for (int i = 1; i < count; i++) {
                properties.append(",\"p").append(i).append("\":").append(i);
            }
            return properties.toString();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Spoils a sound event. */
    private interface Body {
        byte[] of(TestEvent event);
    }
}
