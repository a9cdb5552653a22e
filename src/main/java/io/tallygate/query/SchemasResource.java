package io.tallygate.query;

import io.tallygate.access.Roles;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/schemas}: what the gateway accepts. */
@Path("/api/v1/schemas")
@Tag(name = "Schemas")
public class SchemasResource {
    private final SchemaCatalog catalog;

    SchemasResource(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * One version of one event type.
     *
     * @param dialect the dialect that it belongs to
     * @param type the event type, or with placeholders in braces the pattern of many
     * @param version the version
     * @param title what it is called
     * @param description what it means
     * @param triggeredWhen when it is published
     * @param publisher who publishes it
     * @param href where its schema is
     */
    record SchemaView(
            String dialect,
            String type,
            String version,
            String title,
            String description,
            String triggeredWhen,
            String publisher,
            String href) {

        static SchemaView of(EventSchema schema) {
            return new SchemaView(
                    schema.dialect(),
                    schema.type(),
                    schema.version(),
                    schema.title(),
                    schema.description(),
                    schema.triggeredWhen(),
                    schema.publisher(),
                    hrefOf(schema));
        }
    }

    private static String hrefOf(EventSchema schema) {
        return UriBuilder.fromPath("/api/v1/schemas/{type}/{version}")
                .build(schema.type(), schema.version())
                .toString();
    }

    @GET
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "All event types and versions that are accepted")
    public Map<String, List<SchemaView>> list() {
        return Map.of(
                "items",
                catalog.schemas().stream()
                        .map(SchemaView::of)
                        .sorted(Comparator.comparing(SchemaView::dialect)
                                .thenComparing(SchemaView::type)
                                .thenComparing(SchemaView::version))
                        .toList());
    }

    @GET
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Path("/{type}/{version}")
    @Produces({"application/schema+json", Problem.MEDIA_TYPE})
    @Operation(summary = "The JSON Schema of one version of one event type, as it is written")
    public String get(@PathParam("type") String type, @PathParam("version") String version) {
        return catalog.find(type, version)
                .map(EventSchema::source)
                .orElseThrow(() -> ProblemException.notFound("There is no schema for type " + type + ", version "
                        + version + "; /api/v1/schemas lists all there are"));
    }
}
