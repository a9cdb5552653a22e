package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not one JSON object in UTF-8 is refused with rule, place and reason. */
class UnreadableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // input | rule | what the message says
                "``                     | json              | empty",
                "` `                    | json              | empty",
                "`hello`                | json              | line 1, column 1",
                "`{\"a\":1`             | json              | not JSON",
                "`{\"a\":}`             | json              | line 1, column 6 (byte 5)",
                "`{'a':1}`              | json              | not JSON",
                "`{\"a\":1,}`           | json              | not JSON",
                "`{\"a\":NaN}`          | json              | not JSON",
                "`{\"a\":01}`           | json              | not JSON",
                "`{\"a\":1}//c`         | json              | not JSON",
                "`{\"a\":1} {}`         | json              | more after the end of the object",
                "`{\"a\":1}x`           | json              | not JSON",
                "`[{}]`                 | json              | an array is not an event",
                "`\"{}\"`               | json              | a string is not an event",
                "`17`                   | json              | a number is not an event",
                "`true`                 | json              | a boolean is not an event",
                "`null`                 | json              | null is not an event",
                "`{\"a\":1e999999}`     | number            | 1e999999 is out of range of an IEEE double",
                "`{\"a\":-1e309}`       | number            | out of range",
                "`{\"a\":{\"b\":1,\"b\":1}}` | duplicateProperty | the property \"b\" occurs twice",
                "`{\"a\":{\"b\":[2]},\"a\":{\"b\":1,\"c\":{\"b\":1},\"b\":[{}]}}` | duplicateProperty | line 1, column 39 (byte 38): the property \"b\"",
                "`{\"a\":\"\\ud800\"}`   | encoding          | line 1, column 7 (byte 6): a lone surrogate",
                "`{\"a\":\"\\udc00\\ud800\"}` | encoding      | a lone surrogate",
                "`{\"a\":\"\\ud800x\"}`  | encoding          | a lone surrogate",
                "`{\"\\uDFFF\":1}`       | encoding          | a lone surrogate",
            })
    void text_isRefused(String input, String rule, String says) {
        Rejection rejection = refused(input.getBytes(StandardCharsets.UTF_8));
        assertThat(rejection.message()).contains(says);
        assertThat(rejection.violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.keyword()).isEqualTo(rule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "x-UTF-16LE-BOM", "X-UTF-32BE-BOM"})
    void otherEncodings_areRefused(String charset) {
        assertThat(refused("{\"a\":1}".getBytes(Charset.forName(charset)))
                        .violations()
                        .get(0)
                        .keyword())
                .isEqualTo("encoding");
    }

    @ParameterizedTest
    @CsvSource({
        "EFBBBF, byte order mark", // before the object
        "80, not UTF-8", // a continuation alone
        "C3, not UTF-8", // cut off
        "C0AF, not UTF-8", // overlong
        "E080AF, not UTF-8",
        "F08080AF, not UTF-8",
        "EDA080, not UTF-8", // a surrogate
        "F4908080, not UTF-8", // beyond U+10FFFF
        "F8888080, not UTF-8",
        "E282, not UTF-8",
        "FF, not UTF-8",
        "00, a NUL byte",
    })
    void malformedUtf8_isRefused(String hex, String says) {
        byte[] sequence = HexFormat.of().parseHex(hex);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (says.startsWith("byte")) {
            bytes.writeBytes(sequence);
        }
        bytes.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(sequence);
        bytes.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(refused(bytes.toByteArray()).message()).contains(says);
    }

    @Test
    void wellFormedUnicode_isAccepted() {
        String odd = "\u00e9 \u20ac \ud83d\ude00 \ufffd \ufeff \\ud83d\\ude00 \\\\ud800 \\u00e9 \\u0000";
        String event = Events.started().put("note", "@").toString().replace("@", odd);
        Events.valid(Events.check(event));
    }

    @Test
    void duplicate_isNamedWithItsPlace() {
        Rejection rejection = refused("{\"x\":[0,{\n \"id\":1,\n \"id\":2}]}".getBytes(StandardCharsets.UTF_8));
        assertThat(rejection.message()).startsWith("line 3, column 2 (byte 20): ");
        assertThat(rejection.violations().get(0).pointer()).isEqualTo("/x/1/id");
    }

    @Test
    void duplicate_isFoundThroughItsEscapes() {
        assertThat(refused("{\"id\":1,\"\\u0069d\":2}".getBytes(StandardCharsets.UTF_8))
                        .message())
                .contains("occurs twice");
    }

    @Test
    void nesting_ofTheLimitIsAccepted_oneMoreIsNot() {
        Events.valid(Events.check(nested(64)));
        Rejection rejection = refused(nested(65).getBytes(StandardCharsets.UTF_8));
        assertThat(rejection.message()).contains("nest deeper than 64");
    }

    @Test
    void nesting_ofTheWholeSizeDoesNotOverflow() {
        refused("{\"a\":".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        refused("[".repeat(262_144).getBytes(StandardCharsets.UTF_8));
    }

    private static String nested(int depth) {
        int arrays = depth - 1; // the event itself is at depth 1
        return Events.started().put("deep", "@").toString().replace("\"@\"", "[".repeat(arrays) + "]".repeat(arrays));
    }

    @Test
    void size_ofTheLimitIsAccepted_oneMoreIsNotEvenRead() {
        String event = Events.started().put("pad", "").toString();
        String pad = "p".repeat(262_144 - event.length());
        Events.valid(Events.check(event.replace("\"pad\":\"\"", "\"pad\":\"" + pad + "\"")));

        Verdict.Invalid tooLarge =
                Events.invalid(Events.validator().check(Content.of(new byte[262_145]), Optional.empty()));
        assertThat(tooLarge.rejection().reason()).isEqualTo(RejectionReason.TOO_LARGE);
        assertThat(tooLarge.rejection().message()).contains("262145 bytes").contains("262144");
        assertThat(tooLarge.claim()).isEqualTo(Claim.nothing());
    }

    @Test
    void number_ofTheLimitIsAccepted_oneMoreIsNot() {
        String event = Events.started().put("n", 0).toString();
        Events.valid(Events.check(event.replace("\"n\":0", "\"n\":" + "9".repeat(100))));
        Events.valid(Events.check(event.replace("\"n\":0", "\"n\":1.7976931348623157e308")));
        Events.valid(Events.check(event.replace("\"n\":0", "\"n\":1e-999")));
        for (String number : new String[] {"9".repeat(101), "0." + "1".repeat(99), "9".repeat(200_000)}) {
            assertThat(refused(event.replace("\"n\":0", "\"n\":" + number).getBytes(StandardCharsets.UTF_8))
                            .message())
                    .contains("a number of more than 100 characters")
                    .hasSizeLessThan(100);
        }
    }

    @Test
    void propertyName_ofTheLimitIsAccepted_oneMoreIsNot() {
        Events.valid(Events.check(Events.started().put("n".repeat(256), 0).toString()));
        assertThat(refused(Events.started().put("n".repeat(257), 0).toString().getBytes(StandardCharsets.UTF_8))
                        .message())
                .contains("property name of more than 256 characters");
    }

    @Test
    void message_echoesLittleAndNoControlCharacters() {
        String hostile = "\u001b[31m\u202e".repeat(1000);
        Rejection token = refused(("{\"a\":" + hostile).getBytes(StandardCharsets.UTF_8));
        Rejection word = refused("x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        Rejection name = refused(("{\"\\u001b" + "n".repeat(200) + "\":1,\"\\u001b" + "n".repeat(200) + "\":1}")
                .getBytes(StandardCharsets.UTF_8));
        for (Rejection rejection : new Rejection[] {token, word, name}) {
            assertThat(rejection.message()).hasSizeLessThanOrEqualTo(300).matches("[\\x20-\\x7e\u2026]+");
        }
    }

    private static Rejection refused(byte[] bytes) {
        Verdict.Invalid invalid = Events.invalid(Events.validator().check(Content.of(bytes), Optional.empty()));
        assertThat(invalid.rejection().reason()).isEqualTo(RejectionReason.UNREADABLE);
        assertThat(invalid.claim()).isEqualTo(Claim.nothing());
        return invalid.rejection();
    }
}
