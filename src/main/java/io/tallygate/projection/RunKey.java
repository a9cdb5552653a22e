package io.tallygate.projection;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * Which run of which workflow: one order for all who write several.
 *
 * @param workflowId the workflow
 * @param tenant whose it is
 * @param runId the run: of a workflow whose events name none, the workflow itself
 */
public record RunKey(String workflowId, UUID tenant, String runId) implements Comparable<RunKey> {
    private static final Comparator<RunKey> ORDER = Comparator.comparing(RunKey::workflowId)
            .thenComparing(RunKey::tenant)
            .thenComparing(RunKey::runId);

    /** The run of an event of a workflow. */
    static RunKey of(String workflowId, ProjectedEvent event) {
        return new RunKey(
                workflowId, event.tenant(), idOf(workflowId, event.details().run()));
    }

    /** The id of a run as it is kept, by what an event says. */
    public static String idOf(String workflowId, Optional<String> stated) {
        return stated.map(StoredText::key).filter(run -> !run.isEmpty()).orElse(workflowId);
    }

    @Override
    public int compareTo(RunKey other) {
        return ORDER.compare(this, other);
    }
}
