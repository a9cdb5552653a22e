package io.tallygate.ingest.http;

import io.tallygate.event.Arrival;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Sender;
import io.tallygate.event.Traceparent;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the gateway knows of an event that came by HTTP, before it looks into it. */
@Singleton
class RequestArrivals {
    /** Never kept: whoever may read a quarantined event need not learn how its sender proved who it is. */
    private static final Set<String> SECRETS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-forwarded-client-cert");

    private static final int MAX_HEADERS = 50;
    private static final int MAX_HEADER_LENGTH = 1024;
    private static final int MAX_CORRELATION_LENGTH = 255;

    private final Clock clock;

    RequestArrivals(Clock clock) {
        this.clock = clock;
    }

    Arrival of(Content content, Door door, HttpHeaders headers, Sender sender) {
        return new Arrival(
                content,
                door,
                clock.instant(),
                Optional.empty(),
                kept(headers),
                Optional.ofNullable(headers.getHeaderString("X-Correlation-ID"))
                        .filter(id -> !id.isBlank() && id.length() <= MAX_CORRELATION_LENGTH),
                Traceparent.wellFormed(headers.getHeaderString("traceparent")),
                false,
                sender);
    }

    private static Map<String, String> kept(HttpHeaders headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        headers.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (kept.size() < MAX_HEADERS && !SECRETS.contains(lower)) {
                String value = String.join(", ", values);
                kept.put(lower, value.substring(0, Math.min(value.length(), MAX_HEADER_LENGTH)));
            }
        });
        return kept;
    }
}
