package io.tallygate.query;

import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.query.LogMetrics.Figures;
import io.tallygate.query.LogMetrics.GroupBy;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
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

/** {@code GET /api/v1/logs} and {@code GET /api/v1/metrics}: what pipelines have logged, and figures of it. */
@Path("/api/v1")
@Tag(name = "Logs")
public class LogsResource {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);

    private final LogStore logs;
    private final QueryConfig config;
    private final Clock clock;

    LogsResource(LogStore logs, QueryConfig config, Clock clock) {
        this.logs = logs;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @Path("/logs")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Find logs of pipelines, the last received first",
            description = "Each item is the log as it was sent, with its id and the time at which it was received_at.")
    @APIResponse(responseCode = "200", description = "One page; the Link header leads to the next")
    @APIResponse(
            responseCode = "422",
            description = "It would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response list(
            @BeanParam LogQuery query,
            @Parameter(description = "desc: newest first, the default; asc: oldest first")
                    @QueryParam("order")
                    @Nullable
                    String order,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        int size = Parameters.limit(limit);
        List<LogView> found = logs.find(
                query.filter(), Parameters.cursor(cursor, Long::valueOf), Parameters.ascending(order), size + 1);
        return Pages.answer(Page.of(found, size, LogView::cursor), uri);
    }

    @GET
    @Path("/metrics")
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
        int most = by == GroupBy.NONE ? 0 : config.metricsGroups();
        List<Figures> figures = logs.figures(query.filter().within(from, to), by, by == GroupBy.NONE ? 0 : most + 1);
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
