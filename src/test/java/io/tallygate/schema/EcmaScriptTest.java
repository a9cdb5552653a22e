package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcmaScriptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^\\s$ | '\u00a0' | true",
                "^\\s$ | x | false",
                "^[x\\s]$ | '\u2028' | true",
                "^[\\S]$ | '\u2028' | false",
                "^[\\S-]$ | '\u00e9' | true",
                "^\\u00e9$ | '\u00e9' | true",
                "^\\ud83d\\ude00$ | '\ud83d\ude00' | true",
                "^\\cJ$ | J | false",
                "^\\p{Letter}$ | '\u00e9' | true",
                "^\\P{Letter}$ | '\u00e9' | false",
                "^\\p{Lu}$ | A | true",
                "^\\Q\\s\\E$ | '\\s' | true",
                "^[(]{2}$ | (( | true",
                "^a{2}$ | aa | true",
                "^\\\\s$ | '\\s' | true",
            })
    void expression_meansWhatEcma262Says(String regex, String text, boolean found) {
        assertThat(Re2Expressions.finder(regex).test(text)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"((a{1000}){1000}){1000}", "(?:[^b]{500}){500}", "((\\s{1,100}){0,100}){100,}"})
    void repetitionsThatWouldFillTheMemory_areRefused(String regex) {
        assertThatThrownBy(() -> Re2Expressions.compile(regex))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void repetitionsSideBySide_areNone() {
        assertThat(Re2Expressions.finder("^a{100}b{100}c{100}[d{9}]{100}$")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\u12", "\\c", "\\p", "\\p{", "(", "a)", "[", "a{1001}", "(?=a)"})
    void whatIsNoExpression_isRefusedByRe2(String regex) {
        assertThatThrownBy(() -> Re2Expressions.compile(regex)).isInstanceOf(PatternSyntaxException.class);
    }
}
