package io.tallygate.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.Blocking;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.evolution.Breakage;
import io.tallygate.evolution.CheckBounds;
import io.tallygate.evolution.CompatibilityCheck;
import io.tallygate.evolution.CompatibilityVerdict;
import io.tallygate.evolution.Direction;
import io.tallygate.evolution.OpenQuestion;
import io.tallygate.query.Candidates.Candidate;
import io.tallygate.schema.CompatibilityMode;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/schemas/{type}/compatibility}: whether a candidate reads what is there, and can be read. */
@Path("/api/v1/schemas/{type}/compatibility")
@Tag(name = "Schemas")
@Blocking
public class CompatibilityResource {
    private final SchemaCatalog catalog;
    private final Candidates candidates;
    private final CompatibilityCheck check;
    private final CurrentCaller callers;

    CompatibilityResource(SchemaCatalog catalog, Candidates candidates, EvolutionConfig config, CurrentCaller callers) {
        this.callers = callers;
        this.catalog = catalog;
        this.candidates = candidates;
        this.check = new CompatibilityCheck(
                candidates.schemas(), new CheckBounds(config.maxSteps(), config.maxDocuments(), config.maxDuration()));
    }

    /**
     * What was found.
     *
     * @param type the event type
     * @param candidate the version that the candidate pins; {@code candidate} if it pins none
     * @param against the version that it was compared with
     * @param mode what was asked for
     * @param verdict {@code compatible} if all directions are, {@code incompatible} if one is, else {@code unknown}
     * @param directions the verdict for each direction
     * @param sensitive which fields are masked in one of them only; compatible all the same
     */
    record CompatibilityView(
            String type,
            String candidate,
            String against,
            String mode,
            String verdict,
            Map<String, DirectionView> directions,
            SensitiveView sensitive) {}

    /**
     * What is x-sensitive in one of the two schemas only.
     *
     * @param added in the candidate only
     * @param removed in the other version only: values that were masked, for those who may not see them, are shown
     */
    record SensitiveView(List<String> added, List<String> removed) {
        static SensitiveView of(EventSchema before, EventSchema candidate) {
            List<String> then = before.sensitive().places();
            List<String> now = candidate.sensitive().places();
            return new SensitiveView(
                    now.stream().filter(place -> !then.contains(place)).toList(),
                    then.stream().filter(place -> !now.contains(place)).toList());
        }
    }

    /**
     * The verdict for one direction.
     *
     * @param breakages of {@code incompatible}, each with its counter-example
     * @param questions of {@code unknown}, what could not be decided
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record DirectionView(String verdict, List<Breakage> breakages, List<OpenQuestion> questions) {

        static DirectionView of(CompatibilityVerdict verdict) {
            if (verdict instanceof CompatibilityVerdict.Incompatible incompatible) {
                return new DirectionView(verdict.label(), incompatible.breakages(), List.of());
            }
            return verdict instanceof CompatibilityVerdict.Unknown unknown
                    ? new DirectionView(verdict.label(), List.of(), unknown.questions())
                    : new DirectionView(verdict.label(), List.of(), List.of());
        }
    }

    @POST
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Consumes({MediaType.APPLICATION_JSON, "application/schema+json", MediaType.WILDCARD})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Whether a candidate for the next version of a type is compatible with a version that is there",
            description =
                    "The body is a JSON Schema (draft-07). backward: who reads the candidate can read every event of the"
                            + " other version; forward: who reads that can read every event of the candidate; full: both. What is"
                            + " incompatible comes with a document that the one accepts and the other refuses. What cannot be"
                            + " decided is unknown, with the keyword. The constant of the version does not count. Fields that become"
                            + " x-sensitive, or are it no longer, are listed.")
    @APIResponse(responseCode = "200", description = "The verdict for each direction")
    @APIResponse(responseCode = "404", description = "There is no such type, or version")
    @APIResponse(responseCode = "413", description = "The candidate is too large")
    @APIResponse(responseCode = "422", description = "The body is no schema that could be published for the type")
    @APIResponse(responseCode = "429", description = "Others are being checked or rehearsed, and more wait than may")
    public CompatibilityView check(
            @PathParam("type") String type,
            byte @Nullable [] body,
            @Parameter(description = "backward, forward or full; by default that of the dialect")
                    @QueryParam("mode")
                    @Nullable
                    String mode,
            @Parameter(description = "The version to compare with; by default the latest")
                    @QueryParam("against")
                    @Nullable
                    String against) {
        Optional<CompatibilityMode> asked = modeOf(mode);
        Candidate candidate = candidates.read(type, body);
        EventSchema other = other(candidate.type(), against);
        CompatibilityMode applied = asked.orElse(candidate.dialect().compatibility());
        Map<Direction, CompatibilityVerdict> verdicts = candidates.inTurn(
                callers.get(), () -> check.check(candidate.dialect(), other, candidate.schema(), applied));
        return view(candidate, other, applied, verdicts);
    }

    private static CompatibilityView view(
            Candidate candidate,
            EventSchema other,
            CompatibilityMode mode,
            Map<Direction, CompatibilityVerdict> verdicts) {
        Map<String, DirectionView> directions = new LinkedHashMap<>();
        verdicts.forEach((direction, verdict) -> directions.put(direction.label(), DirectionView.of(verdict)));
        List<String> labels =
                directions.values().stream().map(DirectionView::verdict).toList();
        String verdict = labels.contains("incompatible")
                ? "incompatible"
                : labels.contains("unknown") ? "unknown" : "compatible";
        return new CompatibilityView(
                candidate.type(),
                candidate.schema().version(),
                other.version(),
                mode.label(),
                verdict,
                directions,
                SensitiveView.of(other, candidate.schema()));
    }

    private EventSchema other(String type, @Nullable String against) {
        List<String> versions = catalog.versions(type);
        String version = Parameters.text("against", against).orElse(versions.get(versions.size() - 1));
        return catalog.find(type, version)
                .orElseThrow(() -> ProblemException.notFound("There is no version " + version + " of " + type
                        + "; there are: " + String.join(", ", versions)));
    }

    private static Optional<CompatibilityMode> modeOf(@Nullable String mode) {
        Optional<String> label = Parameters.text("mode", mode);
        Optional<CompatibilityMode> found =
                label.flatMap(CompatibilityMode::find).filter(one -> one != CompatibilityMode.NONE);
        if (label.isPresent() && found.isEmpty()) {
            throw ProblemException.badParameter("mode", "must be backward, forward or full");
        }
        return found;
    }
}
