package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.projection.StoredText;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters that questions for figures have in common. */
public class FigureQuery {
    @Parameter(description = "Of this tenant (UUID)")
    @QueryParam("tenant")
    public @Nullable String tenant;

    @Parameter(description = "Of this event type; where workflows are counted, of this type of workflow")
    @QueryParam("type")
    public @Nullable String type;

    @QueryParam("dialect")
    public @Nullable String dialect;

    @QueryParam("source")
    public @Nullable String source;

    @QueryParam("project")
    public @Nullable String project;

    @Parameter(description = "At or after this time (RFC 3339); by default 24 hours before to")
    @QueryParam("from")
    public @Nullable String from;

    @Parameter(description = "Before this time (RFC 3339); by default now")
    @QueryParam("to")
    public @Nullable String to;

    /** @throws io.tallygate.api.ProblemException if a parameter cannot be understood, or the tenant is not the caller's */
    FigureFilter filter(CurrentCaller callers) {
        return new FigureFilter(
                callers.reader(Parameters.uuid("tenant", tenant)),
                Parameters.text("type", type),
                Parameters.text("dialect", dialect),
                Parameters.text("source", source),
                Parameters.text("project", project).map(StoredText::key),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Optional<Instant> fromTime() {
        return Parameters.time("from", from);
    }

    Optional<Instant> toTime() {
        return Parameters.time("to", to);
    }
}
