package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionWorkTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "^[0-9a-f]{8}-[0-9a-f]{4}$ 1",
                "^v[0-9]$ 1",
                "^[A-Za-z0-9_-]{1,100}$ 2",
                "^[a-z]+\\.[0-9]{5}$ 8",
                "^a{1,9}b{2,7}$ 10",
            })
    void ways_plainExpression_goesOnInFew(String regex, int ways) {
        assertThat(ExpressionWork.ways(regex, Pattern.compile(regex))).isEqualTo(ways);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a-z]{50}", "^(a|b)*$", "(.*a){20}b", "^a$|b", "^(?i)abc$", "^\\x{41}$", "^\\p{L}+$"})
    void ways_anyOther_areItsInstructions(String regex) {
        Pattern compiled = Pattern.compile(regex);

        assertThat(ExpressionWork.ways(regex, compiled)).isEqualTo(compiled.programSize());
    }

    @Test
    void take_moreThanThereIs_isRefusedUntilTheNextCheckBegins() {
        ExpressionWork.begin();
        assertThat(ExpressionWork.take(3_000_000)).isTrue();
        assertThat(ExpressionWork.take(3_000_000)).isFalse();
        assertThat(ExpressionWork.take(1_000_000)).isTrue();

        ExpressionWork.begin();
        assertThat(ExpressionWork.take(3_000_000)).isTrue();
    }
}
