package io.tallygate.query;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The bounds of questions to the logs. */
@ConfigMapping(prefix = "tallygate.query")
public interface QueryConfig {

    /** How long one question to the logs, the metrics or the events themselves may take; then the answer says to narrow it. */
    @WithDefault("5s")
    Duration statementTimeout();

    /** The longest range of time that metrics are made of. */
    @WithDefault("92d")
    Duration metricsRange();

    /** The most groups that metrics are made of; of more, those with the most logs are told. */
    @WithDefault("1000")
    @Min(1)
    @Max(10000)
    int metricsGroups();

    /** Searches through events themselves at a time; further ones wait, and are answered with 429 if they wait too long. */
    @WithDefault("2")
    @Min(1)
    @Max(8)
    int searches();

    /** How many of these are of one tenant, or of one caller of several tenants; where nobody is known, all may be. */
    @WithDefault("1")
    @Min(1)
    int searchesPerCaller();

    /** Questions for figures, facets, projects and ids at a time; further ones wait as searches do. */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int questions();

    /** How many of these are of one tenant, or of one caller of several tenants; where nobody is known, all may be. */
    @WithDefault("2")
    @Min(1)
    int questionsPerCaller();

    /** Searches, and questions, that wait at most; half of them of one tenant or caller. More are answered with 429 at once. */
    @WithDefault("40")
    @Min(2)
    @Max(1000)
    int waiting();

    /** The most kinds of workflows, or projects, that are shown side by side. */
    @WithDefault("200")
    @Min(1)
    @Max(1000)
    int overviewItems();
}
