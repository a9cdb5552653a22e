package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.event.Content;
import io.tallygate.testkit.CollidingNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names that fill one slot of the parser's table of names make it refuse what is well-formed, and then fail on the events
 * that come after it. An event of such names is an event like any other.
 */
class CollidingNamesTest {
    private static final int TIMES = 30;
    private static final List<String> NAMES = CollidingNames.ofTheParser(16_000);

    @ParameterizedTest
    @ValueSource(ints = {600, 3_000, 15_000})
    void collidingNames_areReadLikeOthers(int count) {
        EventValidator validator = Events.validator();
        for (int i = 0; i < TIMES; i++) {
            Events.valid(validator.check(content(i, count), Optional.empty()));
            Events.valid(Events.check(Events.example("workflow.job.trigger").toString()));
        }
    }

    @Test
    void collidingNames_withAFault_areRefusedForIt() {
        String event = "{" + names(0, 3_000) + ",\"a\":1,\"a\":2}";

        assertThat(Events.invalid(Events.check(event))
                        .rejection()
                        .violations()
                        .get(0)
                        .keyword())
                .isEqualTo("duplicateProperty");
    }

    @Test
    void collidingNamesInABatch_areSplitOrRefused() {
        BatchSplitter splitter = new BatchSplitter(10);
        byte[] body = ("[{" + names(0, 15_000) + "},{}]").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < TIMES; i++) {
            assertThat(splitter.splitArray(body)).isInstanceOf(Batch.class);
        }
        assertThat(splitter.splitArray("[{\"a\":1},{}]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Batch.Split.class);
    }

    private static Content content(int number, int count) {
        return Events.content(
                "{" + names(number, count) + "," + Events.started().toString().substring(1));
    }

    /** Other names for each number, so that the table grows with each event. */
    private static String names(int number, int count) {
        return NAMES.stream()
                .skip(Math.min(number * 31, NAMES.size() - count))
                .limit(count)
                .map(name -> "\"" + name + "\":1")
                .collect(Collectors.joining(","));
    }
}
