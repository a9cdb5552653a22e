package io.tallygate.ingest;

import io.tallygate.audit.AppendResult;
import io.tallygate.audit.AuditLog;
import io.tallygate.audit.NewEntry;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.EventCompletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The audit log, that knows an event also by its completed form: what the gateway has published comes back on the audit
 * queue, and without its mark it is told from another event of the same id by nothing but what it says.
 */
final class CompletedForms implements AuditLog {
    private final AuditLog log;
    private final EventCompletion completion;

    CompletedForms(AuditLog log, EventCompletion completion) {
        this.log = log;
        this.completion = completion;
    }

    @Override
    public List<AppendResult> append(List<NewEntry> entries) {
        List<AppendResult> results = new ArrayList<>(log.append(entries));
        for (int i = 0; i < results.size(); i++) {
            WorkflowEvent event = entries.get(i).event();
            if (results.get(i) instanceof AppendResult.IdReused reused && isKept(event)) {
                results.set(i, new AppendResult.AlreadyPresent(reused.sequence()));
            }
        }
        return results;
    }

    /** Asks the storage only where the two can be the same: others of one id are conflicts, however many there are. */
    private boolean isKept(WorkflowEvent event) {
        return completion.mayComplete(event.type())
                && find(event.tenant(), event.id())
                        .filter(kept -> completion.isSame(kept, event))
                        .isPresent();
    }

    @Override
    public Optional<WorkflowEvent> find(UUID tenant, String id) {
        return log.find(tenant, id);
    }
}
