package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import io.tallygate.event.Violation;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever an event of the largest size is made of, it gets its verdict, with few and short words, and no fault of ours.
 * What the verdicts cost is measured by {@link WorstCaseFaults}.
 */
class WorstCaseTest {
    private static final int MAX_TEXT = 1_100;

    static Stream<Attacked> attacked() {
        return Attacked.all();
    }

    @ParameterizedTest
    @MethodSource("attacked")
    void attack_isAnsweredInFewWords(Attacked attacked) {
        for (Attack attack : attacked.attacks()) {
            assertThat(attack.body().length)
                    .as(attack.name())
                    .isLessThanOrEqualTo(ValidationLimits.DEFAULTS.maxBytes());
            Verdict verdict = attacked.validator().check(Content.of(attack.body()), Optional.empty());
            if (verdict instanceof Verdict.Invalid invalid) {
                assertThat(invalid.rejection().violations())
                        .as(attack.name())
                        .hasSizeLessThanOrEqualTo(ValidationLimits.DEFAULTS.maxViolations())
                        .allSatisfy(WorstCaseTest::checkShort);
                assertThat(invalid.rejection().message()).hasSizeLessThan(MAX_TEXT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recursion by anyOf", "recursion by allOf", "items one of 20", "pattern (.*a){20}b"})
    @Timeout(120) // without the bound it would not end
    void schemaThatDoublesTheWork_isStoppedAndSaysSo(String name) {
        Attacked attacked =
                attacked().filter(one -> one.name().equals(name)).findFirst().orElseThrow();

        assertThat(attacked.attacks())
                .anySatisfy(attack -> assertThat(
                                Events.invalid(attacked.validator().check(Content.of(attack.body()), Optional.empty()))
                                        .rejection()
                                        .violations())
                        .extracting(Violation::keyword)
                        .containsExactly("cost"));
    }

    private static void checkShort(Violation violation) {
        assertThat(violation.pointer()).hasSizeLessThan(MAX_TEXT);
        assertThat(violation.message()).hasSizeLessThan(MAX_TEXT);
        assertThat(violation.keyword()).isNotEqualTo("evaluation");
    }
}
