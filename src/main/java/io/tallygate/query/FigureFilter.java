package io.tallygate.query;

import io.tallygate.access.Reader;
import io.tallygate.event.Tenants;
import java.util.Optional;

/**
 * What is counted; each is empty where it does not matter, or where what is counted does not have it.
 *
 * @param reader whom it is counted for
 */
record FigureFilter(
        Reader reader,
        Optional<String> type,
        Optional<String> dialect,
        Optional<String> source,
        Optional<String> project,
        Optional<String> step,
        Optional<String> state,
        Optional<String> reason) {

    Tenants tenants() {
        return reader.tenants();
    }

    FigureFilter ofStep(Optional<String> wanted) {
        return new FigureFilter(reader, type, dialect, source, project, wanted, state, reason);
    }

    FigureFilter ofState(Optional<String> wanted) {
        return new FigureFilter(reader, type, dialect, source, project, step, wanted, reason);
    }

    FigureFilter ofReason(Optional<String> wanted) {
        return new FigureFilter(reader, type, dialect, source, project, step, state, wanted);
    }
}
