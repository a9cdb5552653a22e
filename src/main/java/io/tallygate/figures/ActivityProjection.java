package io.tallygate.figures;

import io.tallygate.projection.ProjectedEvent;
import io.tallygate.projection.Projection;
import io.tallygate.projection.StoredText;
import io.tallygate.schema.EventDetails;
import io.tallygate.schema.WorkflowState;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Counts events by the time at which they happened, by their own word: as lists of events are asked by from and to.
 *
 * <p>An event tells of a failure if it leaves its workflow failed or says {@code failed}, {@code failure}, {@code fail} or
 * {@code error} of itself: a failed step does, though its workflow may go on. Durations are those that events tell; negative
 * ones are none.
 */
@Singleton
public class ActivityProjection implements Projection {
    private static final Set<String> FAILURES = Set.of("failed", "failure", "fail", "error");

    private final FiguresConfig config;
    private final Clock clock;

    ActivityProjection(FiguresConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "activity";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void apply(Connection connection, List<ProjectedEvent> events) throws SQLException {
        ActivityTables.add(
                connection,
                events.stream().map(ActivityProjection::measured).toList(),
                config.seriesPerHour(),
                clock.instant().minus(config.minutesKept()));
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        ActivityTables.clear(connection);
    }

    private static Measured measured(ProjectedEvent event) {
        EventDetails details = event.details();
        Series series = new Series(
                event.tenant(),
                event.dialect(),
                event.type(),
                event.source(),
                StoredText.key(event.project()),
                StoredText.key(details.step()));
        return new Measured(series, event.time(), tellsOfFailure(event), millis(details));
    }

    private static boolean tellsOfFailure(ProjectedEvent event) {
        return event.state().filter(WorkflowState.FAILED::equals).isPresent()
                || event.details()
                        .status()
                        .filter(status -> FAILURES.contains(status.toLowerCase(Locale.ROOT)))
                        .isPresent();
    }

    private static OptionalDouble millis(EventDetails details) {
        return details.durationMs()
                .filter(millis -> millis.signum() >= 0)
                .map(BigDecimal::doubleValue)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }
}
