package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSplitterTest {
    private final BatchSplitter splitter = new BatchSplitter(20);

    @Test
    void splitArray_givesTheExactBytesOfEachElement() {
        List<String> elements = List.of(
                "{ \"a\" : [1, 2,{\"b\":\"]},\\\"\"}] }",
                "{}",
                "[ ]",
                "-1.50e+3",
                "17",
                "\"caf\u00e9 \ud83d\ude00, \\u00e9 ]\"",
                "true",
                "null",
                "{\"dup\":1,\"dup\":2}");
        assertThat(split(splitter.splitArray(utf8("\n[ " + String.join(" ,\r\n\t", elements) + "\n] \n"))))
                .isEqualTo(elements);
        assertThat(split(splitter.splitArray(utf8("[" + String.join(",", elements) + "]"))))
                .isEqualTo(elements);
    }

    @Test
    void splitArray_ofNone() {
        assertThat(split(splitter.splitArray(utf8(" [ ] ")))).isEmpty();
    }

    @Test
    void splitArray_acrossTheParsersBuffers() {
        String large = "{\"s\":\"" + "\u20ac".repeat(20_000) + "\"}";
        assertThat(split(splitter.splitArray(utf8("[" + large + "," + large + "]"))))
                .containsExactly(large, large);
    }

    @Test
    void splitArray_leavesOneThatNestsTooDeepToItsOwnCheck() {
        String deep = "[".repeat(500) + "]".repeat(500);
        assertThat(split(splitter.splitArray(utf8("[" + deep + ",{}]")))).containsExactly(deep, "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{}", "17", "[{}", "[{},]", "[{}]]", "[{}] {}", "[{]}", "[{}{}]", "[1 2]", "[tru]"})
    void splitArray_ofWhatIsNoArray(String body) {
        assertThat(rejection(splitter.splitArray(utf8(body))).reason()).isEqualTo(RejectionReason.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void splitArray_ofAnotherEncoding(String charset) {
        byte[] body = "[{}]".getBytes(Charset.forName(charset));
        assertThat(rejection(splitter.splitArray(body)).message()).contains("only UTF-8");
    }

    @Test
    void splitArray_boundsTheNumberAndTheDepth() {
        assertThat(split(splitter.splitArray(utf8("[" + "1,".repeat(19) + "1]"))))
                .hasSize(20);
        assertThat(rejection(splitter.splitArray(utf8("[" + "1,".repeat(20) + "1]"))))
                .isEqualTo(
                        Rejection.of(RejectionReason.TOO_LARGE, "the batch has more than 20 events; send it in parts"));
        assertThat(rejection(splitter.splitArray(utf8("[".repeat(1_000_000)))).reason())
                .isEqualTo(RejectionReason.UNREADABLE);
    }

    @Test
    void splitLines_givesTheExactBytesOfEachLine() {
        assertThat(split(splitter.splitLines(utf8("{\"a\": 1}\r\n\n  \t\r\n {\"b\":\"\u20ac\"} \nnot JSON"))))
                .containsExactly("{\"a\": 1}", " {\"b\":\"\u20ac\"} ", "not JSON");
        assertThat(split(splitter.splitLines(utf8("")))).isEmpty();
        assertThat(split(splitter.splitLines(utf8("{}\n")))).containsExactly("{}");
    }

    @Test
    void splitLines_boundsTheNumber() {
        assertThat(split(splitter.splitLines(utf8("{}\n\n".repeat(20))))).hasSize(20);
        assertThat(rejection(splitter.splitLines(utf8("{}\n".repeat(21)))).reason())
                .isEqualTo(RejectionReason.TOO_LARGE);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> split(Batch batch) {
        assertThat(batch).isInstanceOf(Batch.Split.class);
        return ((Batch.Split) batch)
                .events().stream()
                        .map(Content::bytes)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .toList();
    }

    private static Rejection rejection(Batch batch) {
        assertThat(batch).isInstanceOf(Batch.Unsplittable.class);
        return ((Batch.Unsplittable) batch).rejection();
    }
}
