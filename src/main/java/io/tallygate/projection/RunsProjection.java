package io.tallygate.projection;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runs of workflows, in {@code workflow_run}. An event that names no workflow is of no run. */
@Singleton
final class RunsProjection implements Projection {
    static final String NAME = "runs";
    /** Of a longer one the end could not be kept. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Duration stallsAfter;

    RunsProjection(ProjectionConfig config) {
        this.stallsAfter = config.stallsAfter().compareTo(LONGEST) < 0 ? config.stallsAfter() : LONGEST;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void apply(Connection connection, List<ProjectedEvent> events) throws SQLException {
        Map<RunKey, Run> runs = runsOf(events);
        if (runs.isEmpty()) {
            return;
        }
        RunTable.load(connection, runs.keySet()).forEach((key, before) -> runs.merge(key, before, Run::merge));
        RunTable.write(connection, runs.values());
    }

    /** What these events alone tell of their runs. */
    Map<RunKey, Run> runsOf(List<ProjectedEvent> events) {
        Map<RunKey, Run> runs = new HashMap<>();
        events.forEach(event -> add(event, runs));
        return runs;
    }

    /** Adds an event to the run that it belongs to, if to any. */
    void add(ProjectedEvent event, Map<RunKey, Run> runs) {
        event.workflowId().ifPresent(workflow -> {
            RunKey key = RunKey.of(workflow, event);
            runs.merge(key, Run.of(key, event, stallsAfter), Run::merge);
        });
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE workflow_run");
        }
    }
}
