package io.tallygate.query;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What a candidate for a schema may cost. There is one check or rehearsal at a time. */
@ConfigMapping(prefix = "tallygate.evolution")
public interface EvolutionConfig {

    /** Bytes that a candidate may have; a longer one is answered with 413. */
    @WithDefault("262144")
    @Min(1024)
    int maxSchemaBytes();

    /** Steps that a check of compatibility may take in each direction; what is not decided then is unknown. */
    @WithDefault("200000")
    @Min(1)
    int maxSteps();

    /** Documents that it tries as counter-examples at most. */
    @WithDefault("4000")
    @Min(1)
    int maxDocuments();

    /** How long it looks for counter-examples. */
    @WithDefault("5s")
    Duration maxDuration();

    /** How long a check or rehearsal waits until those before it are over; then the answer is 429. */
    @WithDefault("25s")
    Duration patience();

    /** Checks and rehearsals that wait at most, half of them of one tenant or caller; more are answered with 429 at once. */
    @WithDefault("4")
    @Min(2)
    @Max(100)
    int waiting();

    /** What a rehearsal may cost. */
    Rehearsal rehearsal();

    /** What a rehearsal may cost. */
    interface Rehearsal {

        /** Recorded events that one request checks at most; the answer says where to go on. */
        @WithDefault("100000")
        @Min(1)
        int maxEvents();

        /** How long one request checks; the answer says where to go on. */
        @WithDefault("20s")
        Duration maxDuration();

        /** Events that are read, and held in memory, at a time. */
        @WithDefault("100")
        @Min(1)
        @Max(10000)
        int pageEvents();

        /** Entries of the log that one statement looks through at most. */
        @WithDefault("50000")
        @Min(1)
        int stretch();

        /** Kinds of faults that are told apart; further ones are only counted. */
        @WithDefault("100")
        @Min(1)
        int maxGroups();

        /** Sources that are told apart for each kind of fault; further ones are only counted. */
        @WithDefault("50")
        @Min(1)
        int maxSources();

        /** Ids of events that are named for each kind of fault and source. */
        @WithDefault("5")
        @Min(0)
        int examples();
    }
}
