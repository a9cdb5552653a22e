package io.tallygate.projection;

import io.tallygate.projection.ProjectTally.Row;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Projects, in {@code project}, their events by the hour, in {@code project_hour}, and what they depend on, in {@code
 * project_artifact}, {@code project_correlation} and {@code project_parent}.
 */
@Singleton
final class ProjectsProjection implements Projection {
    private static final String ADD = "events = t.events + excluded.events";
    private static final String LATEST = "last_at = greatest(t.last_at, excluded.last_at)";

    private static final Upsert<Row> PROJECTS = Upsert.<Row>merging(
                    "project",
                    "project, tenant_id",
                    ADD + ", last_event_at = greatest(t.last_event_at, excluded.last_event_at)")
            .text("project", row -> row.key().project())
            .uuid("tenant_id", row -> row.key().tenant())
            .number("events", Row::events)
            .time("last_event_at", Row::last);

    private static final Upsert<Row> HOURS = Upsert.<Row>merging("project_hour", "hour, project, tenant_id", ADD)
            .time("hour", Row::first)
            .text("project", row -> row.key().project())
            .uuid("tenant_id", row -> row.key().tenant())
            .number("events", Row::events);

    private static final Upsert<Row> ARTIFACTS = Upsert.<Row>merging(
                    "project_artifact",
                    "tenant_id, artifact, project",
                    "made = t.made + excluded.made, read = t.read + excluded.read, " + LATEST)
            .uuid("tenant_id", row -> row.key().tenant())
            .text("artifact", row -> row.key().what())
            .text("project", row -> row.key().project())
            .number("made", Row::events)
            .number("read", Row::others)
            .time("last_at", Row::last);

    private static final Upsert<Row> CORRELATIONS = Upsert.<Row>merging(
                    "project_correlation",
                    "tenant_id, correlation_id, project",
                    ADD + ", first_at = least(t.first_at, excluded.first_at), " + LATEST)
            .uuid("tenant_id", row -> row.key().tenant())
            .text("correlation_id", row -> row.key().what())
            .text("project", row -> row.key().project())
            .number("events", Row::events)
            .time("first_at", Row::first)
            .time("last_at", Row::last);

    private static final Upsert<Row> PARENTS = Upsert.<Row>merging(
                    "project_parent", "tenant_id, upstream, project", ADD + ", " + LATEST)
            .uuid("tenant_id", row -> row.key().tenant())
            .text("upstream", row -> row.key().what())
            .text("project", row -> row.key().project())
            .number("events", Row::events)
            .time("last_at", Row::last);

    @Override
    public String name() {
        return "projects";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void apply(Connection connection, List<ProjectedEvent> events) throws SQLException {
        Tallies tallies = new Tallies();
        events.forEach(tallies::add);
        tallies.write(connection);
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE project, project_hour, project_artifact, project_correlation, project_parent");
        }
    }

    /** What the events of one batch add. */
    private static final class Tallies {
        private final ProjectTally projects = new ProjectTally();
        private final ProjectTally hours = new ProjectTally();
        private final ProjectTally artifacts = new ProjectTally();
        private final ProjectTally correlations = new ProjectTally();
        private final ProjectTally parents = new ProjectTally();

        void add(ProjectedEvent event) {
            String project = StoredText.key(event.project());
            Instant at = event.happenedAt();
            Instant hour = at.truncatedTo(ChronoUnit.HOURS);
            projects.add(new ProjectKey(event.tenant(), "", project), 1, 0, at);
            // The hour is part of the key, and sorts as text: all are of four-digit years.
            hours.add(new ProjectKey(event.tenant(), hour.toString(), project), 1, 0, hour);
            if (!project.isEmpty()) {
                addDependencies(event, project, at);
            }
        }

        private void addDependencies(ProjectedEvent event, String project, Instant at) {
            event.details().artifacts().forEach(made -> artifacts.add(key(event, made, project), 1, 0, at));
            event.telling().reads().forEach(read -> artifacts.add(key(event, read, project), 0, 1, at));
            event.correlationId()
                    .filter(correlation -> !event.workflowId().equals(event.correlationId()))
                    .ifPresent(correlation -> correlations.add(key(event, correlation, project), 1, 0, at));
            event.telling()
                    .upstream()
                    .filter(upstream -> !upstream.equals(project))
                    .ifPresent(upstream -> parents.add(key(event, upstream, project), 1, 0, at));
        }

        private static ProjectKey key(ProjectedEvent event, String what, String project) {
            return new ProjectKey(event.tenant(), StoredText.key(what), project);
        }

        void write(Connection connection) throws SQLException {
            write(connection, PROJECTS, projects);
            write(connection, HOURS, hours);
            write(connection, ARTIFACTS, artifacts);
            write(connection, CORRELATIONS, correlations);
            write(connection, PARENTS, parents);
        }

        private static void write(Connection connection, Upsert<Row> table, ProjectTally tally) throws SQLException {
            if (!tally.rows().isEmpty()) {
                table.write(connection, tally.rows());
            }
        }
    }
}
