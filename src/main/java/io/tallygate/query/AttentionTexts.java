package io.tallygate.query;

import io.tallygate.query.Overview.Attention;
import io.tallygate.query.Overview.Link;
import io.tallygate.query.Overview.RunName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Says what needs attention, and where to see more of it. */
final class AttentionTexts {
    private AttentionTexts() {}

    /** @param failure why, as the reader is shown it */
    static Attention failed(RunFigures.Run run, Optional<String> failure) {
        return new Attention(
                "failed",
                run.name().type() + " failed",
                failure.orElse("It does not say why; its last events may") + " (" + nameOf(run.name()) + ")",
                timeline(run.name()));
    }

    static Attention stalled(RunFigures.Run run) {
        return new Attention(
                "stalled",
                run.name().type() + " has stalled",
                "Nothing has been heard of it for longer than its kind may be silent; it began at "
                        + run.name().startedAt() + " (" + nameOf(run.name()) + ")",
                timeline(run.name()));
    }

    static Attention quarantined(QuarantineGroup group) {
        long open = group.count() - group.mended();
        Map<String, String> params = new LinkedHashMap<>();
        params.put("reason", group.reason());
        if (group.type() != null) {
            params.put("type", group.type());
        }
        if (group.source() != null) {
            params.put("source", group.source());
        }
        return new Attention(
                "quarantined",
                open + (open == 1 ? " event" : " events") + " in quarantine: " + group.reason(),
                (group.type() == null ? "of no type" : group.type())
                        + (group.source() == null ? "" : " from " + group.source()) + ", the last at "
                        + group.lastAt(),
                new Link("quarantine", params));
    }

    /** @param events how many, in words */
    static Attention lag(String events) {
        return new Attention(
                "lag",
                "Figures and workflows are behind",
                events + " stored events are not counted in them yet",
                new Link("live", Map.of()));
    }

    private static String nameOf(RunName run) {
        return run.runId().equals(run.workflowId())
                ? "workflow " + run.workflowId()
                : "workflow " + run.workflowId() + ", run " + run.runId();
    }

    private static Link timeline(RunName run) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("workflow", run.workflowId());
        params.put("run", run.runId());
        params.put("tenant", run.tenantId().toString());
        return new Link("timeline", params);
    }
}
