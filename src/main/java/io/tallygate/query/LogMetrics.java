package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tallygate.api.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the logs of a range of time.
 *
 * @param from the range's beginning, inclusive
 * @param to its end, exclusive
 * @param groupBy by what they are grouped
 * @param total of all logs
 * @param groups of each group, that with the most logs first
 * @param truncated whether there are more groups
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LogMetrics(
        Instant from,
        Instant to,
        @JsonProperty("group_by") @Nullable String groupBy,
        Figures total,
        @Nullable List<Figures> groups,
        boolean truncated) {

    /**
     * Figures of some logs.
     *
     * @param group what these logs have in common; absent in the total, and for logs that do not say it
     * @param count how many there are
     * @param succeeded those whose status says that it went well
     * @param failed those whose status says that it did not
     * @param other those whose status says neither: it is still running, say
     * @param successRate succeeded of succeeded and failed, from 0 to 1; absent if there are none
     * @param durationSeconds of those that tell it; absent if none does
     * @param rowCount the sum of those that tell it; absent if none does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Figures(
            @Nullable String group,
            long count,
            long succeeded,
            long failed,
            long other,
            @JsonProperty("success_rate") @Nullable Double successRate,
            @JsonProperty("duration_seconds") @Nullable Percentiles durationSeconds,
            @JsonProperty("row_count") @Nullable BigDecimal rowCount) {}

    /** Durations in seconds; percentiles lie between the two nearest durations where they fall between them. */
    record Percentiles(double mean, double p50, double p95, double p99) {}

    /** By what logs can be grouped. */
    enum GroupBy {
        NONE,
        SOURCE_SYSTEM,
        STAGE,
        TYPE,
        PROJECT,
        DAY;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static GroupBy of(@Nullable String parameter) {
            if (parameter == null || parameter.isEmpty()) {
                return NONE;
            }
            return Stream.of(values())
                    .filter(by -> by != NONE && by.label().equals(parameter))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.badParameter("group_by", "must be one of " + choices()));
        }

        private static String choices() {
            return Stream.of(values())
                    .filter(by -> by != NONE)
                    .map(GroupBy::label)
                    .collect(Collectors.joining(", "));
        }
    }
}
