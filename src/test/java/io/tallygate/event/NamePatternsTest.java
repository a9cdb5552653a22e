package io.tallygate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternsTest {
    @ParameterizedTest
    @CsvSource({
        "*, *, true",
        "*, scheduler, true",
        "scheduler*, scheduler-2, true",
        "scheduler*, scheduler-*, true",
        "scheduler*, scheduler*, true",
        "scheduler-*, scheduler*, false",
        "scheduler, scheduler, true",
        "scheduler, scheduler*, false",
        "scheduler*, *, false",
        "a*;b, b;abc*, true",
        "a*;b, b;c, false",
    })
    void cover_saysWhetherNothingIsBeyond(String own, String others, boolean covered) {
        assertThat(patterns(own).cover(patterns(others))).isEqualTo(covered);
    }

    private static NamePatterns patterns(String text) {
        return new NamePatterns(List.of(text.split(";", -1)));
    }
}
