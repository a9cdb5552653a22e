package io.tallygate.endtoend;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Properties and headers that must neither stop the consumer nor change what becomes of a sound event.
 *
 * @param properties none at all if null
 */
record HostileMessage(String name, @Nullable BasicProperties properties) {
    private static final Instant LONG_AGO = Instant.parse("1066-10-14T09:00:00Z");

    static List<HostileMessage> all(int largestHeader) {
        List<HostileMessage> all = new ArrayList<>(List.of(
                new HostileMessage("no properties", null),
                of("empty properties", new BasicProperties.Builder()),
                of("wrong content type", new BasicProperties.Builder().contentType("image/png")),
                of("content encoding gzip of what is none", new BasicProperties.Builder().contentEncoding("gzip")),
                of("control characters in properties", controlCharacters()),
                of("expiration of a minute", new BasicProperties.Builder().expiration("60000")),
                of("negative timestamp", new BasicProperties.Builder().timestamp(Date.from(LONG_AGO))),
                of("timestamp beyond all calendars", new BasicProperties.Builder().timestamp(new Date(Long.MAX_VALUE))),
                of("longest correlation id", new BasicProperties.Builder().correlationId("c".repeat(255))),
                of("correlation id of blanks", new BasicProperties.Builder().correlationId("  ")),
                of("correlation id with NUL", new BasicProperties.Builder().correlationId("a\u0000b\n\u001b[31m")),
                of(
                        "another message id and type",
                        new BasicProperties.Builder().messageId("1").type("x"))));
        headers("nested tables", Map.of("nested", nested(60)), all);
        headers("nested arrays", Map.of("array", List.of(List.of(List.of(List.of(List.of(List.of("deep"))))))), all);
        headers("one header as long as a frame takes", Map.of("long", "x".repeat(largestHeader)), all);
        headers("500 headers", numbered(500), all);
        headers("control characters", Map.of("a\n\u001b[31m\u0000", "b\r\n2026 ERROR all is lost\u0000"), all);
        headers("values of all kinds", allKinds(), all);
        headers("claims to be stored and relayed", claims(), all);
        headers("hostile traceparent", Map.of("traceparent", "00-\n\u001b[31m" + "f".repeat(3_000)), all);
        headers("traceparent is a table", Map.of("traceparent", Map.of("a", "b")), all);
        return all;
    }

    @Override
    public String toString() {
        return name;
    }

    private static HostileMessage of(String name, BasicProperties.Builder properties) {
        return new HostileMessage(name, properties.build());
    }

    private static void headers(String name, Map<String, Object> headers, List<HostileMessage> all) {
        all.add(of(name, new BasicProperties.Builder().headers(headers)));
    }

    private static BasicProperties.Builder controlCharacters() {
        String hostile = "x\u0000\n\u001b[31m\u202e";
        return new BasicProperties.Builder()
                .contentType(hostile)
                .contentEncoding(hostile)
                .messageId(hostile)
                .type(hostile)
                .appId(hostile)
                .replyTo(hostile);
    }

    private static Map<String, Object> nested(int depth) {
        Map<String, Object> table = new HashMap<>();
        return depth == 0 ? table : new HashMap<>(Map.of("n", nested(depth - 1)));
    }

    private static Map<String, Object> numbered(int count) {
        Map<String, Object> headers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            headers.put("h" + i, i);
        }
        return headers;
    }

    private static Map<String, Object> allKinds() {
        Map<String, Object> headers = new HashMap<>();
        headers.put("null", null);
        headers.put("", "empty name");
        headers.put("bytes", new byte[] {0, (byte) 0xFF, 10});
        headers.put("not-utf-8", com.rabbitmq.client.impl.LongStringHelper.asLongString(new byte[] {(byte) 0xC0, 0}));
        headers.put("date", Date.from(LONG_AGO));
        headers.put("decimal", new BigDecimal("1.5"));
        headers.put("double", Double.MIN_VALUE);
        headers.put("long", Long.MIN_VALUE);
        headers.put("true", true);
        headers.put("astral", "\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    /** What a gateway that trusts headers could be told. */
    private static Map<String, Object> claims() {
        return Map.of(
                "x-tallygate-stored",
                true,
                "x-tallygate-relayed",
                "true",
                "x-tallygate-door",
                "http",
                "tallygate-sequence",
                1,
                "x-delivery-count",
                2_000_000_000L,
                "x-first-death-queue",
                "tallygate.audit",
                "x-death",
                List.of(Map.of("count", 99L, "reason", "rejected", "queue", "tallygate.audit")));
    }
}
