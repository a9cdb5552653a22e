package io.tallygate.figures;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How figures are counted and answered. */
@ConfigMapping(prefix = "tallygate.figures")
public interface FiguresConfig {

    /** How long counts of single minutes are kept; those of hours are kept for ever. */
    @WithDefault("8d")
    Duration minutesKept();

    /** How often counts of minutes that need not be kept any more are deleted. */
    @WithDefault("15m")
    String purgeInterval();

    /** Counts of minutes that are deleted by one statement at most. */
    @WithDefault("10000")
    @Min(1)
    @Max(1000000)
    int purgeBatch();

    /**
     * How many combinations of type, source, project and step are told apart in one hour of one tenant. Of those that come
     * after, first steps, then projects, sources and types are counted as {@code (others)}; twice as many at most.
     */
    @WithDefault("1000")
    @Min(1)
    @Max(100000)
    int seriesPerHour();

    /** The range of time of a question that names none: until now. */
    @WithDefault("24h")
    Duration defaultRange();

    /** The longest range of time that figures are made of. */
    @WithDefault("400d")
    Duration longestRange();

    /** How long one part of the overview may take; one that takes longer is left out, and the answer names it. */
    @WithDefault("2s")
    Duration partTimeout();

    /** The most points of time that one answer has for each group. */
    @WithDefault("400")
    @Min(1)
    @Max(5000)
    int points();

    /** The most groups that one answer tells apart; the rest is one group more. */
    @WithDefault("20")
    @Min(1)
    @Max(1000)
    int groups();

    /** The most values that are listed of one facet. */
    @WithDefault("20")
    @Min(1)
    @Max(1000)
    int facetValues();

    /** The most rows of a heatmap; with more, two become one. */
    @WithDefault("48")
    @Min(8)
    @Max(401)
    int heatmapRows();

    /** The most groups of the quarantine that are listed. */
    @WithDefault("200")
    @Min(1)
    @Max(10000)
    int quarantineGroups();

    /** Events that a projection may be behind the log before the overview says that it needs attention. */
    @WithDefault("10000")
    @Min(1)
    long lagEvents();
}
