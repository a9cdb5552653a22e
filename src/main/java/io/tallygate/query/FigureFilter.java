package io.tallygate.query;

import java.util.Optional;
import java.util.UUID;

/** What is counted; each is empty where it does not matter, or where what is counted does not have it. */
record FigureFilter(
        Optional<UUID> tenant,
        Optional<String> type,
        Optional<String> dialect,
        Optional<String> source,
        Optional<String> project,
        Optional<String> step,
        Optional<String> state,
        Optional<String> reason) {

    FigureFilter ofStep(Optional<String> wanted) {
        return new FigureFilter(tenant, type, dialect, source, project, wanted, state, reason);
    }

    FigureFilter ofState(Optional<String> wanted) {
        return new FigureFilter(tenant, type, dialect, source, project, step, wanted, reason);
    }

    FigureFilter ofReason(Optional<String> wanted) {
        return new FigureFilter(tenant, type, dialect, source, project, step, state, wanted);
    }
}
