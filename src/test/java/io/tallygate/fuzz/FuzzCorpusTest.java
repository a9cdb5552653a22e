package io.tallygate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every input of the corpus, and a few thousand bent ones, keep the promises; {@code -Dtallygate.test.seed} replays. */
class FuzzCorpusTest {
    private static final int BENT = 300;

    @ParameterizedTest
    @EnumSource
    void corpus_keepsThePromises(FuzzTarget target) throws IOException {
        assertThat(target.inputs()).isNotEmpty();
        for (Path input : target.inputs()) {
            byte[] bytes = Files.readAllBytes(input);
            assertThatCode(() -> target.run(bytes)).as(input.toString()).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bentCorpus_keepsThePromises(FuzzTarget target) throws IOException {
        long seed =
                Long.getLong("tallygate.test.seed", ThreadLocalRandom.current().nextLong(1_000_000));
        SplittableRandom random = new SplittableRandom(seed);
        for (Path input : target.inputs()) {
            byte[] bytes = Files.readAllBytes(input);
            for (int i = 0; i < BENT; i++) {
                byte[] bent = bent(bytes, random);
                assertThatCode(() -> target.run(bent))
                        .as("seed %d, bent %s: %s", seed, input, Arrays.toString(bent))
                        .doesNotThrowAnyException();
            }
        }
    }

    /** Overwrites, repeats or takes away a few bytes. */
    private static byte[] bent(byte[] bytes, SplittableRandom random) {
        byte[] bent = bytes.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bent.length > 1; changes--) {
            int at = random.nextInt(bent.length);
            switch (random.nextInt(4)) {
                case 0 -> bent[at] = (byte) random.nextInt(256);
                case 1 -> bent[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bent = Arrays.copyOf(bent, at + 1);
                default -> System.arraycopy(bent, 0, bent, at, Math.min(at, bent.length - at));
            }
        }
        return bent;
    }
}
