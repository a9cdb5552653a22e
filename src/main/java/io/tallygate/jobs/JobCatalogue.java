package io.tallygate.jobs;

import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Violation;
import io.tallygate.ingest.AcceptanceRule;
import io.tallygate.schema.Verdict;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The jobs that may be triggered; configuration, not a constant of the schema. */
@Singleton
class JobCatalogue implements AcceptanceRule {
    private final List<String> jobs;
    private final Map<String, String> schedule;
    private final Map<String, String> endpoints;

    JobCatalogue(JobsConfig config) {
        this.jobs = List.copyOf(config.catalogue());
        this.schedule = byJob("tallygate.jobs.schedule", config.schedule());
        this.endpoints =
                byJob("tallygate.jobs.worker.endpoints", config.worker().endpoints());
    }

    /** The cron expressions by job. */
    Map<String, String> schedule() {
        return schedule;
    }

    /** The endpoints that triggers are posted to, by job. */
    Map<String, String> endpoints() {
        return endpoints;
    }

    private Map<String, String> byJob(String prefix, Map<String, String> configured) {
        Map<String, String> values = new TreeMap<>();
        configured.forEach((key, value) -> {
            String job = jobs.stream()
                    .filter(name -> name.equals(key) || asInVariable(name).equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(prefix + "." + key
                            + ": there is no such job in tallygate.jobs.catalogue, which has: "
                            + String.join(", ", jobs)));
            values.put(job, value);
        });
        return Collections.unmodifiableMap(values);
    }

    /**
     * What the configuration makes of a job's name in a variable of the environment, such as {@code
     * TALLYGATE_JOBS_SCHEDULE__OUTCOME_SYNC_}: a dash cannot stand there.
     */
    private static String asInVariable(String job) {
        return job.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
    }

    List<String> jobs() {
        return jobs;
    }

    boolean knows(String job) {
        return jobs.contains(job);
    }

    @Override
    public Optional<Rejection> objectionTo(Verdict.Valid event) {
        return event.job().filter(job -> !knows(job)).map(this::unknown);
    }

    private Rejection unknown(String job) {
        String message = "There is no job " + (job.length() > 100 ? job.substring(0, 100) + "..." : job)
                + " in the catalogue of jobs, which has: " + String.join(", ", jobs);
        return new Rejection(
                RejectionReason.UNKNOWN_JOB, message, List.of(Violation.ofRule("/data/job", "unknown-job", message)));
    }
}
