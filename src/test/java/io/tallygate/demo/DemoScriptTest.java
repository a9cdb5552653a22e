package io.tallygate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whether the demo's events are what they are meant to be: accepted, but for its mistakes, and alike each time. */
class DemoScriptTest {
    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration LENGTH = Duration.ofMinutes(20);

    private final EventValidator validator =
            new EventValidator(SchemaCatalog.load(Optional.empty()), new ValidationLimits(262_144, 64, 50));

    @Test
    void script_playsEveryDialectSoundly_withFailuresAndAFewMistakesAMinute() {
        List<DemoEvent> events = play(7, BEGIN);

        assertThat(events).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(events.size()).isBetween(4_500, 7_500);
        List<Verdict> verdicts = events.stream().map(this::check).toList();
        List<Verdict.Valid> sound = verdicts.stream()
                .filter(Verdict.Valid.class::isInstance)
                .map(Verdict.Valid.class::cast)
                .toList();
        assertThat(sound.stream().map(valid -> valid.event().dialect()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "activity", "cloudevents", "coder", "onex", "openlineage", "workflow-event", "workflow-log");
        assertThat(sound.stream()
                        .filter(valid -> valid.event().dialect().equals("coder"))
                        .map(valid -> valid.event().tenant())
                        .distinct())
                .hasSize(3);
        assertThat(events.size() - sound.size()).isBetween(50, 62);
        assertThat(events.stream()
                        .filter(event -> event.text().contains("rror\":\""))
                        .count())
                .isBetween(13L, 25L);
        Set<String> ids = sound.stream().map(valid -> valid.event().id()).collect(Collectors.toSet());
        assertThat(ids).hasSameSizeAs(sound);
    }

    @Test
    void script_ofTheSameSeed_isAlikeButForIdsAndTimes() {
        List<DemoEvent> events = play(7, BEGIN);

        assertThat(play(7, BEGIN)).isEqualTo(events);
        List<DemoEvent> later = play(7, BEGIN.plusSeconds(3_600));
        assertThat(later.stream().map(DemoEvent::type)).containsExactlyElementsOf(types(events));
        assertThat(later.stream().map(event -> event.at().minusSeconds(3_600)))
                .containsExactlyElementsOf(events.stream().map(DemoEvent::at).toList());
        Set<String> texts = new HashSet<>(later.stream().map(DemoEvent::text).toList());
        assertThat(events.stream()
                        .filter(event -> check(event) instanceof Verdict.Valid)
                        .map(DemoEvent::text)
                        .filter(texts::contains))
                .isEmpty();
        assertThat(types(play(8, BEGIN))).isNotEqualTo(types(events));
    }

    private static List<String> types(List<DemoEvent> events) {
        return events.stream().map(DemoEvent::type).toList();
    }

    private Verdict check(DemoEvent event) {
        return validator.check(Content.of(event.text().getBytes(StandardCharsets.UTF_8)), event.routingKey());
    }

    private static List<DemoEvent> play(long seed, Instant begin) {
        DemoScript script = new DemoScript(seed, begin, time -> 5);
        return new ArrayList<>(script.before(begin.plus(LENGTH), Integer.MAX_VALUE));
    }
}
