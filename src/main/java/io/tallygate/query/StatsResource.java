package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.projection.StoredText;
import io.tallygate.query.ActivityStore.Answer;
import io.tallygate.query.ActivityStore.GroupBy;
import io.tallygate.query.FigureRanges.Axis;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/stats}: what happened over time, in figures. */
@Path("/api/v1/stats")
@Tag(name = "Figures")
public class StatsResource {
    private static final String INTERVALS =
            "How far points are apart: PT1M, PT5M, PT15M, PT30M, PT1H, PT3H, PT6H, PT12H, P1D, P7D, P30D, P90D; or auto,"
                    + " the default: the shortest that gives no more points than an answer has";

    private final ActivityStore activity;
    private final QuarantineFigures quarantine;
    private final RunFigures runs;
    private final FigureRanges ranges;
    private final CurrentCaller callers;
    private final Questions turns;
    private final FiguresConfig config;

    StatsResource(
            ActivityStore activity,
            QuarantineFigures quarantine,
            RunFigures runs,
            FigureRanges ranges,
            FiguresConfig config,
            CurrentCaller callers,
            Questions turns) {
        this.callers = callers;
        this.turns = turns;
        this.activity = activity;
        this.quarantine = quarantine;
        this.runs = runs;
        this.ranges = ranges;
        this.config = config;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Events over time: counts, failures, percentiles of durations",
            description =
                    "By the time at which events happened. From and to are widened to whole intervals; intervals in which"
                            + " nothing happened are left out. Percentiles are at most 4.5 % off. Quarantined events are"
                            + " counted by the time of their receipt, where they are grouped by none, type or source and not"
                            + " filtered by project or step.")
    @APIResponse(
            responseCode = "200",
            description = "The figures",
            content = @Content(schema = @Schema(implementation = Figures.class)))
    @APIResponse(
            responseCode = "422",
            description = "The range is too long, or it would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Figures stats(
            @BeanParam FigureQuery query,
            @Parameter(description = "Of this step") @QueryParam("step") @Nullable String step,
            @Parameter(description = INTERVALS) @QueryParam("interval") @Nullable String interval,
            @Parameter(description = "none (the default), type, dialect, source, project, step or tenant")
                    @QueryParam("groupBy")
                    @Nullable
                    String groupBy) {
        GroupBy by = Parameters.oneOf("groupBy", groupBy, GroupBy.values(), GroupBy::label)
                .orElse(GroupBy.NONE);
        FigureFilter filter =
                query.filter(callers).ofStep(Parameters.text("step", step).map(StoredText::key));
        Axis axis = ranges.axis(ranges.span(query.fromTime(), query.toTime()), Interval.of(interval));
        return turns.take(callers.get(), () -> figures(filter, by, axis));
    }

    private Figures figures(FigureFilter filter, GroupBy by, Axis axis) {
        Answer answer = activity.figures(filter, by, axis);
        boolean complete = !QuarantineFigures.knows(filter, by) || quarantine.addTo(answer, filter, by, axis);
        return new Figures(
                axis.span().begin(),
                axis.span().end(),
                axis.interval(),
                answer.tally().groups(),
                answer.truncated(),
                complete ? List.of() : List.of("quarantined"));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/heatmap")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Durations over time on a logarithmic scale",
            description =
                    "Of steps, by the time of the event that tells it; or of runs, by the time at which they ended.")
    @APIResponse(
            responseCode = "200",
            description = "The map",
            content = @Content(schema = @Schema(implementation = Heatmap.class)))
    @APIResponse(
            responseCode = "422",
            description = "The range is too long, or it would take too long: narrow it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Heatmap heatmap(
            @BeanParam FigureQuery query,
            @Parameter(description = "step (the default) or run") @QueryParam("of") @Nullable String of,
            @Parameter(description = "Of this step; for of=step") @QueryParam("step") @Nullable String step,
            @Parameter(description = INTERVALS) @QueryParam("interval") @Nullable String interval) {
        boolean ofRuns = Parameters.oneOf("of", of, new String[] {"step", "run"}, name -> name)
                .filter("run"::equals)
                .isPresent();
        FigureFilter filter =
                query.filter(callers).ofStep(Parameters.text("step", step).map(StoredText::key));
        if (ofRuns && filter.step().isPresent()) {
            throw ProblemException.badParameter("step", "says nothing of runs; ask for of=step");
        }
        Axis axis = ranges.axis(ranges.span(query.fromTime(), query.toTime()), Interval.of(interval));
        return Heatmap.of(
                axis,
                turns.take(
                        callers.get(),
                        () -> ofRuns ? runs.durations(filter, axis) : activity.stepDurations(filter, axis)),
                config.heatmapRows());
    }
}
