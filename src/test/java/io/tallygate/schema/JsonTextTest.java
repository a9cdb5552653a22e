package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import io.tallygate.testkit.CollidingNames;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{}                                  | /a   | {\"a\":\"v\"}",
                "{ \"n\" : 1.50e0 ,\"b\":[{\"a\":2}]}| /a   | {\"a\":\"v\", \"n\" : 1.50e0 ,\"b\":[{\"a\":2}]}",
                "{\"m\":{\"x\":1},\"a\":{}}          | /m/v | {\"m\":{\"v\":\"v\",\"x\":1},\"a\":{}}",
                "{\"m\":{ }}                         | /m/v | {\"m\":{\"v\":\"v\" }}",
                "{\"x\":0}                           | /m/v | {\"m\":{\"v\":\"v\"},\"x\":0}",
                "{\"m\":null,\"x\":0}                | /m/v | {\"m\":{\"v\":\"v\"},\"x\":0}",
                "{\"x\":0,\"a\": null }              | /a   | {\"x\":0,\"a\": \"v\" }",
                "{\"a\":12 ,\"x\":0}                 | /a   | {\"a\":\"v\" ,\"x\":0}",
                "{\"a\":-1.5e7}                      | /a   | {\"a\":\"v\"}",
                "{\"a\":\"o\\\"ld\",\"x\":0}         | /a   | {\"a\":\"v\",\"x\":0}",
                "{\"a\":{\"b\":[1,2]},\"x\":0}       | /a   | {\"a\":\"v\",\"x\":0}",
                "{\"m\":3}                           | /m/v | {\"m\":3}",
                "{\"m\":[{}]}                        | /m/v | {\"m\":[{}]}",
                "{\"\\u0061\":1,\"é€😀\":2}          | /a   | {\"\\u0061\":\"v\",\"é€😀\":2}",
                "{\"é€😀\":\"é€😀\",\"z\":2}         | /z   | {\"é€😀\":\"é€😀\",\"z\":\"v\"}",
                "{\"x\":0}                           | /~1~0| {\"/~\":\"v\",\"x\":0}"
            })
    void with_setsTheMemberAndLeavesAllElse(String json, String place, String expected) throws IOException {
        assertThat(JsonText.with(json, JsonPointer.compile(place), "v")).isEqualTo(expected);
    }

    @Test
    void with_aTextThatMustBeEscaped_isEscaped() throws IOException {
        assertThat(JsonText.with("{}", JsonPointer.compile("/a"), "\"\\\n")).isEqualTo("{\"a\":\"\\\"\\\\\\n\"}");
    }

    /** A parser reads in pieces; the places that it tells must be right behind the first of them, too. */
    @Test
    void with_aPlaceFarBehind_isFound() throws IOException {
        String before = "{\"long\":\"" + "é😀\\n".repeat(50_000) + "\",\"m\":{";

        assertThat(JsonText.with(before + "\"x\":1}}", JsonPointer.compile("/m/v"), "v"))
                .isEqualTo(before + "\"v\":\"v\",\"x\":1}}");
    }

    @Test
    void with_namesThatFillTheParsersTable_areReadAllTheSame() throws IOException {
        String names = CollidingNames.ofTheParser(2_000).stream()
                .map(name -> "\"" + name + "\":1")
                .collect(Collectors.joining(","));

        assertThat(JsonText.with("{" + names + ",\"a\":null}", JsonPointer.compile("/a"), "v"))
                .isEqualTo("{" + names + ",\"a\":\"v\"}");
    }

    @Test
    void with_noObject_isRefused() {
        assertThatThrownBy(() -> JsonText.with("[]", JsonPointer.compile("/a"), "v"))
                .isInstanceOf(IOException.class);
    }
}
