package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void mixed_oneSeedGivesTheSameEvents() {
        assertThat(keys(7)).isEqualTo(keys(7)).isNotEqualTo(keys(8));
    }

    @Test
    void mixed_sharesAreAsSaid() {
        Map<String, Long> byReason = new Events(1, NOW)
                .mixed(10_000)
                .collect(Collectors.groupingBy(event -> event.expected().reason(), Collectors.counting()));
        assertThat(byReason)
                .containsEntry("", 9_000L)
                .containsEntry("id-reused", 100L)
                .containsEntry("schema-violation", 200L)
                .containsEntry("unreadable", 290L)
                .containsEntry("too-large", 10L);
        assertThat(new Events(1, NOW).mixed(10_000).filter(isRepeat()).count()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void broken_expectsItsReason(Flaw flaw) {
        TestEvent event = new Events(2, NOW).broken(flaw);
        assertThat(event.expected().reason()).isEqualTo(flaw.reason());
        assertThat(event.expected().stored()).isFalse();
        assertThat(event.routingKey()).startsWith("workflow.");
        assertThat(event.body().length > Events.LARGEST).isEqualTo(flaw == Flaw.TOO_LARGE);
    }

    @Test
    void valid_isJsonOfItsTypeTenantAndId() throws Exception {
        for (String type : Events.TYPES) {
            TestEvent event = new Events(3, NOW).valid(type);
            Map<?, ?> json = new ObjectMapper().readValue(event.body(), Map.class);
            assertThat(json.get("type")).isEqualTo(type).isEqualTo(event.routingKey());
            assertThat(json.get("id")).isEqualTo(event.id());
            assertThat(json.get("tenantId")).isEqualTo(event.tenant().toString());
        }
    }

    @Test
    void reusing_goesTheWayOfItsOriginal() {
        TestEvent reuse = new Events(4, NOW).broken(Flaw.ID_REUSED);
        TestEvent original = reuse.follows().orElseThrow();
        assertThat(reuse.lane(7)).isEqualTo(original.lane(7));
        assertThat(reuse.key()).isNotEqualTo(original.key());
    }

    private static Predicate<TestEvent> isRepeat() {
        return event ->
                event.follows().filter(first -> first.key().equals(event.key())).isPresent();
    }

    private static List<String> keys(long seed) {
        return new Events(seed, NOW).mixed(500).map(TestEvent::key).toList();
    }
}
