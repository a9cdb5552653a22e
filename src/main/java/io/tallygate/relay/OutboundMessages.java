package io.tallygate.relay;

import io.tallygate.audit.OriginMark;
import io.tallygate.audit.Outbox.Pending;
import io.tallygate.broker.OutboundMessage;
import io.tallygate.event.Content;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Entries of the outbox as messages of the exchange. */
final class OutboundMessages {
    /** Bytes: the length of an AMQP short string (AMQP 0-9-1, section 4.2.5.3). */
    private static final int MAX_SHORT_STRING = 255;

    private OutboundMessages() {}

    /** @param content what is published: that of the entry, or its completed form */
    static OutboundMessage of(Pending pending, Content content, OriginMark mark) {
        return new OutboundMessage(
                pending.routingKey(),
                content.bytes(),
                fits(pending.id())
                        ? pending.id()
                        : "sha256:" + pending.content().sha256Hex(),
                pending.type(),
                pending.time(),
                pending.correlationId().filter(OutboundMessages::fits),
                headers(pending, content, mark));
    }

    private static Map<String, String> headers(Pending pending, Content content, OriginMark mark) {
        Map<String, String> headers = new HashMap<>();
        pending.traceparent().ifPresent(trace -> headers.put("traceparent", trace));
        mark.of(content, pending.routingKey()).ifPresent(value -> headers.put(OriginMark.HEADER, value));
        return headers;
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MAX_SHORT_STRING;
    }
}
