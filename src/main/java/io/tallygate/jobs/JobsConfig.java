package io.tallygate.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The batch jobs that this installation knows. */
@ConfigMapping(prefix = "tallygate.jobs")
public interface JobsConfig {

    /** The names of all jobs; a trigger for any other is rejected as {@code unknown-job}. */
    @WithDefault("risk-snapshot-backfill,outcome-sync")
    List<String> catalogue();

    /**
     * When jobs are triggered by themselves: a job's name and a Quartz cron expression with seconds, in UTC, e.g. {@code
     * tallygate.jobs.schedule.outcome-sync=0 0 3 * * ?}. As a variable of the environment: {@code
     * TALLYGATE_JOBS_SCHEDULE__OUTCOME_SYNC_}, the name between underscores, in it one for each dash.
     */
    Map<String, String> schedule();

    /** The tenant of triggers that name none. */
    @WithDefault("00000000-0000-0000-0000-000000000000")
    UUID defaultTenant();

    /** How long an {@code Idempotency-Key} is remembered. */
    @WithDefault("7d")
    Duration idempotencyRetention();

    /** The worker that consumes the queue of triggers. */
    Worker worker();

    /** The worker that consumes the queue of triggers. */
    interface Worker {

        /** Whether it runs here: on in the embedded demo, off elsewhere, where the platform has workers of its own. */
        @WithDefault("false")
        boolean enabled();

        /** How often a handler is tried before the trigger goes to quarantine as {@code job-failed}. */
        @WithDefault("3")
        @Min(1)
        int attempts();

        /** The pause after the first failure of a handler; doubled after each further one. */
        @WithDefault("1s")
        Duration retryDelay();

        /**
         * Where triggers of a job are posted, by the job's name: an HTTP endpoint that answers 2xx when it is done. As a
         * variable of the environment: {@code TALLYGATE_JOBS_WORKER_ENDPOINTS__OUTCOME_SYNC_}.
         */
        Map<String, String> endpoints();

        /** How long an endpoint may take. */
        @WithDefault("30s")
        Duration endpointTimeout();
    }
}
