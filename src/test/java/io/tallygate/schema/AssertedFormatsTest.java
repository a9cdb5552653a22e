package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link JsonSchemaTestSuiteTest} does not ask of the formats. */
class AssertedFormatsTest {
    @ParameterizedTest
    @CsvSource({
        "idn-hostname, example., false",
        "idn-hostname, .example, false",
        "idn-hostname, a\u3002\u3002b, false",
        "idn-hostname, a\u3002b, true",
        "uri-template, it's/{name}, true",
        "uri-template, '/a{?b,c*,d:3}', true",
        "uri-template, '/a{', false",
        "relative-json-pointer, 1/a, true",
        "relative-json-pointer, 01/a, false",
        "relative-json-pointer, 0#, true",
        "relative-json-pointer, 0#/a, false",
    })
    void format_isAsserted(String format, String text, boolean matches) {
        assertThat(AssertedFormats.check(format).test(text)).isEqualTo(matches);
    }

    @Test
    void hostname_ofMoreThan253Characters_isNone() {
        String label = "a".repeat(63) + ".";
        assertThat(AssertedFormats.check("hostname").test(label.repeat(3) + "a".repeat(61)))
                .isTrue();
        assertThat(AssertedFormats.check("hostname").test(label.repeat(3) + "a".repeat(62)))
                .isFalse();
    }

    /** On a thread with a stack as small as some containers give. */
    @Test
    void everyFormat_ofLongTexts_staysWithinASmallStack() throws InterruptedException {
        StringBuilder failed = new StringBuilder();
        Thread small = new Thread(
                null,
                () -> AssertedFormats.byName().keySet().forEach(name -> {
                    for (String unit : new String[] {"a", "a.", "/a", "{a}", "%41", "::", "a@", "\u00e9"}) {
                        if (overflows(name, unit.repeat(2048 / unit.length()))) {
                            failed.append(name).append(' ').append(unit).append('\n');
                        }
                    }
                }),
                "small",
                256 * 1024);
        small.start();
        small.join();
        assertThat(failed.toString()).isEmpty();
    }

    private static boolean overflows(String format, String text) {
        try {
            return AssertedFormats.check(format).test(text) && text.isEmpty();
        } catch (StackOverflowError e) {
            return true;
        }
    }
}
