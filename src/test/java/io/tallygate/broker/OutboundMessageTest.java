package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboundMessageTest {
    private static final String LONG = "é".repeat(128);

    @Test
    void whatTheProtocolCannotCarry_isRefused() {
        assertRefused("k", "", "t", Optional.empty(), Map.of());
        assertRefused(LONG, "m", "t", Optional.empty(), Map.of());
        assertRefused("k", LONG, "t", Optional.empty(), Map.of());
        assertRefused("k", "m", LONG, Optional.empty(), Map.of());
        assertRefused("k", "m", "t", Optional.of(LONG), Map.of());
        assertRefused("k", "m", "t", Optional.empty(), Map.of(LONG, "v"));
        assertRefused("k", "m", "t", Optional.empty(), Map.of("h", "v".repeat(70_000)));
        assertThatCode(() -> message("k".repeat(255), "m", "t", Optional.of("c"), Map.of("h", "v".repeat(60_000))))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(
            String key, String id, String type, Optional<String> correlation, Map<String, String> headers) {
        assertThatThrownBy(() -> message(key, id, type, correlation, headers))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static OutboundMessage message(
            String key, String id, String type, Optional<String> correlation, Map<String, String> headers) {
        return new OutboundMessage(key, new byte[0], id, type, Instant.EPOCH, correlation, headers);
    }
}
