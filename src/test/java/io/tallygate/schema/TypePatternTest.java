package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypePatternTest {
    @ParameterizedTest
    @CsvSource({
        "{node}.{operation}.started, orchestrator.routing.started, true",
        "{node}.{operation}.started, a b.ü.started, true",
        "{node}.{operation}.started, orchestrator.routing.Started, false",
        "{node}.{operation}.started, orchestrator.started, false",
        "{node}.{operation}.started, a.b.c.started, false",
        "{node}.{operation}.started, a..started, false",
        "{node}.{operation}.started, .b.started, false",
        "{node}.{operation}.started, a.b.started., false",
        "{node}.{operation}.started, '', false",
        "{node}, node, true",
        "{node}, a.b, false",
    })
    void matches_segmentBySegment(String pattern, String type, boolean matches) {
        assertThat(TypePattern.of(pattern).matches(type)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "{a}.{b}.started, {x}.{y}.started, true",
        "{a}.{b}.started, {x}.{y}.stopped, false",
        "{a}.state.changed, {a}.{b}.changed, true",
        "{a}.state.{b}, node.{c}.changed, true",
        "{a}.{b}, {a}.{b}.{c}, false",
    })
    void overlaps_ifATypeMayMatchBoth(String one, String other, boolean overlap) {
        assertThat(TypePattern.of(one).overlaps(TypePattern.of(other))).isEqualTo(overlap);
        assertThat(TypePattern.of(other).overlaps(TypePattern.of(one))).isEqualTo(overlap);
    }

    @Test
    void matches_aTypeOfAMillionDots_isNotTakenApart() {
        assertThat(TypePattern.of("{a}.{b}").matches(".".repeat(1_000_000))).isFalse();
    }
}
