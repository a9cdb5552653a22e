package io.tallygate.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final UUID TENANT = new UUID(1, 2);

    @Test
    void id_ofEveryDifference_isAnother() {
        Set<UUID> ids = new HashSet<>();
        for (Series series : new Series[] {
            new Series(TENANT, "a", "b", "c", "d", "e"),
            new Series(TENANT, "ab", "", "c", "d", "e"),
            new Series(TENANT, "", "ab", "c", "d", "e"),
            new Series(TENANT, "a", "b", "c", "e", "d"),
            new Series(new UUID(2, 1), "a", "b", "c", "d", "e"),
            new Series(TENANT, "a", "b", "c", "de", ""),
            new Series(TENANT, "a", "b", "c", "", "de")
        }) {
            assertThat(ids.add(series.id())).as(series.toString()).isTrue();
        }
        assertThat(new Series(TENANT, "a", "b", "c", "d", "e").id())
                .isEqualTo(new Series(TENANT, "a", "b", "c", "d", "e").id());
    }

    @Test
    void coarser_byLevel_givesUpOneMore() {
        Series series = new Series(TENANT, "dialect", "type", "source", "project", "step");

        assertThat(series.coarser(0)).isEqualTo(series);
        assertThat(series.coarser(1)).isEqualTo(new Series(TENANT, "dialect", "type", "source", "project", "(others)"));
        assertThat(series.coarser(4))
                .isEqualTo(new Series(TENANT, "(others)", "(others)", "(others)", "(others)", "(others)"));
    }
}
