package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.query.LogMetrics.Figures;
import io.tallygate.query.LogMetrics.GroupBy;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/metrics}: figures of what pipelines have logged. */
@Path("/api/v1/metrics")
@Tag(name = "Logs")
public class LogMetricsResource {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);

    private final LogStore logs;
    private final QueryConfig config;
    private final CurrentCaller callers;
    private final Questions turns;
    private final Clock clock;

    LogMetricsResource(LogStore logs, QueryConfig config, Clock clock, CurrentCaller callers, Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.logs = logs;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Figures of logs: counts, success rate, durations, rows",
            description =
                    "Of the logs of the last 7 days, or of the range from from to to, that pass the filters; of all of them,"
                            + " and of each group.")
    @APIResponse(
            responseCode = "200",
            description = "The figures",
            content = @Content(schema = @Schema(implementation = LogMetrics.class)))
    @APIResponse(
            responseCode = "422",
            description = "The range is too long, or it would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public LogMetrics metrics(
            @BeanParam LogQuery query,
            @Parameter(description = "source_system, stage, type, project or day (UTC)")
                    @QueryParam("group_by")
                    @Nullable
                    String groupBy) {
        GroupBy by = GroupBy.of(groupBy);
        Instant to = query.toTime().orElseGet(clock::instant);
        Instant from = query.fromTime().orElseGet(() -> to.minus(DEFAULT_RANGE));
        if (!from.isBefore(to)) {
            throw ProblemException.badParameter("from", "must be before to, which is " + to);
        }
        if (Duration.between(from, to).compareTo(config.metricsRange()) > 0) {
            throw LogProblems.rangeTooLong(config.metricsRange());
        }
        LogStore.Filter filter = query.filter(callers).within(from, to);
        int most = config.metricsGroups();
        List<Figures> figures = turns.take(callers.get(), () -> logs.figures(filter, by, most + 1));
        List<Figures> groups = figures.subList(1, Math.min(figures.size(), most + 1));
        return new LogMetrics(
                from,
                to,
                by == GroupBy.NONE ? null : by.label(),
                figures.get(0),
                by == GroupBy.NONE ? null : groups,
                figures.size() > most + 1);
    }
}
