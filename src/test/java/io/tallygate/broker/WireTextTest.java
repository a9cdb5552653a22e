package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WireTextTest {

    static List<Arguments> values() {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("a", 1);
        table.put("b", List.of(true, LongStringHelper.asLongString("x")));
        table.put("c", null);
        return List.of(
                Arguments.of(null, "null"),
                Arguments.of("plain é 😀", "plain é 😀"),
                Arguments.of(LongStringHelper.asLongString("long é"), "long é"),
                Arguments.of("a\u0000b\r\nc\u007f", "a\\u0000b\\u000D\\u000Ac\\u007F"),
                Arguments.of("lone \ud83d surrogate", "lone \\uD83D surrogate"),
                Arguments.of("right\u202eleft", "right\\u202Eleft"),
                Arguments.of(LongStringHelper.asLongString(new byte[] {(byte) 0xff, 'a'}), "\ufffda"),
                Arguments.of(new byte[] {0, (byte) 0xff}, "0x00ff"),
                Arguments.of(new BigDecimal("1E+9999"), "1E+9999"),
                Arguments.of(new Date(0), "1970-01-01T00:00:00Z"),
                Arguments.of(table, "{a=1, b=[true, x], c=null}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void render(@Nullable Object value, String expected) {
        assertThat(WireText.render(value, 100)).isEqualTo(expected);
    }

    @Test
    void render_tooLong_isCutBetweenCharacters() {
        assertThat(WireText.render("😀".repeat(1_000_000), 10)).isEqualTo("😀😀😀...");
        assertThat(WireText.render(LongStringHelper.asLongString(new byte[50_000_000]), 9))
                .isEqualTo("\\u0000...");
        assertThat(WireText.render(new byte[1_000_000], 10)).isEqualTo("0x00000...");
        assertThat(WireText.render("x".repeat(10), 10)).isEqualTo("xxxxxxxxxx");
    }

    @Test
    void render_deep_endsSoon() {
        Object deep = "bottom";
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        assertThat(WireText.render(deep, 100)).isEqualTo("[[[[[...]]]]]");
    }

    @Test
    void render_wide_isCut() {
        List<Object> wide = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            wide.add(Map.of("k", i));
        }
        assertThat(WireText.render(wide, 20)).isEqualTo("[{k=0}, {k=1}, {k...");
    }
}
