package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tallygate.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** What must hold for every cursor and every list that is read page by page; {@code -Dtallygate.test.seed} replays. */
class CursorPropertiesTest {
    private static final int TRIES = 2_000;

    private final long seed =
            Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private final SplittableRandom random = new SplittableRandom(seed);

    @RepeatedTest(3)
    void position_comesBackFromItsCursor() {
        for (int i = 0; i < TRIES; i++) {
            long position = random.nextLong() >>> random.nextInt(64);
            assertThat(Parameters.cursor(Parameters.cursorOf(position), Long::valueOf))
                    .as("seed %d", seed)
                    .contains(position);
        }
    }

    @RepeatedTest(3)
    void tamperedCursor_isAnotherPositionOrABadParameter() {
        for (int i = 0; i < TRIES; i++) {
            char[] cursor = Parameters.cursorOf(random.nextLong()).toCharArray();
            cursor[random.nextInt(cursor.length)] = (char) random.nextInt(1, 0x300);
            String tampered = new String(cursor, 0, random.nextInt(cursor.length + 1));
            assertThatCode(() -> readTampered(tampered))
                    .as("seed %d, cursor %s", seed, tampered)
                    .doesNotThrowAnyException();
        }
    }

    private static void readTampered(String cursor) {
        try {
            assertThat(Parameters.cursor(cursor, Long::valueOf).isPresent()).isEqualTo(!cursor.isEmpty());
        } catch (ProblemException e) {
            assertThat(e.problem().status()).isEqualTo(400);
        }
    }

    @RepeatedTest(3)
    void pages_holdEveryRowOnceAndInOrder() {
        for (int i = 0; i < 200; i++) {
            List<Integer> rows = IntStream.range(0, random.nextInt(60)).boxed().toList();
            int limit = random.nextInt(1, 20);
            assertThat(read(rows, limit)).as("seed %d, limit %d", seed, limit).isEqualTo(rows);
        }
    }

    /** Reads as a client does: asks on with each cursor until there is none. */
    private static List<Integer> read(List<Integer> rows, int limit) {
        List<Integer> all = new ArrayList<>();
        String cursor = "";
        do {
            int after = Parameters.cursor(cursor, Integer::valueOf).orElse(-1);
            List<Integer> found =
                    rows.stream().filter(row -> row > after).limit(limit + 1L).toList();
            Page<Integer> page = Page.of(found, limit, Parameters::cursorOf);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.items());
            cursor = page.nextCursor().orElse("");
        } while (!cursor.isEmpty());
        return all;
    }
}
