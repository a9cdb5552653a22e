package io.tallygate.query;

import io.tallygate.access.CurrentCaller;
import io.tallygate.query.LogStore.Filter;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters that questions to the logs have in common: a log's fields, under their own names. */
public class LogQuery {
    @Parameter(description = "Logs of this tenant (UUID)")
    @QueryParam("tenant")
    public @Nullable String tenant;

    @Parameter(description = "The pipeline, e.g. zephyr")
    @QueryParam("source_system")
    public @Nullable String sourceSystem;

    @Parameter(description = "The stage of the pipeline, e.g. source")
    @QueryParam("stage")
    public @Nullable String stage;

    @Parameter(description = "As the log spells it, e.g. Success")
    @QueryParam("status")
    public @Nullable String status;

    @QueryParam("notebook_name")
    public @Nullable String notebookName;

    @QueryParam("workspace_id")
    public @Nullable String workspaceId;

    @QueryParam("lakehouse_id")
    public @Nullable String lakehouseId;

    @QueryParam("entity_name")
    public @Nullable String entityName;

    @QueryParam("target_table")
    public @Nullable String targetTable;

    @Parameter(description = "Logged at or after this time (RFC 3339)")
    @QueryParam("from")
    public @Nullable String from;

    @Parameter(description = "Logged before this time (RFC 3339)")
    @QueryParam("to")
    public @Nullable String to;

    /** @throws io.tallygate.api.ProblemException if a parameter cannot be understood, or the tenant is not the caller's */
    Filter filter(CurrentCaller callers) {
        Map<String, String> fields = new LinkedHashMap<>();
        add(fields, "stage", stage);
        add(fields, "status", status);
        add(fields, "notebook_name", notebookName);
        add(fields, "workspace_id", workspaceId);
        add(fields, "lakehouse_id", lakehouseId);
        add(fields, "entity_name", entityName);
        add(fields, "target_table", targetTable);
        return new Filter(
                callers.reader(Parameters.uuid("tenant", tenant)),
                Parameters.text("source_system", sourceSystem),
                fields,
                fromTime(),
                toTime());
    }

    Optional<Instant> fromTime() {
        return Parameters.time("from", from);
    }

    Optional<Instant> toTime() {
        return Parameters.time("to", to);
    }

    private static void add(Map<String, String> fields, String name, @Nullable String value) {
        Parameters.text(name, value).ifPresent(text -> fields.put(name, text));
    }
}
