package io.tallygate.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.tallygate.access.Roles;
import io.tallygate.broker.BrokerAddress;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.schema.SchemaCatalog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /catalogue}, {@code /asyncapi.json} and {@code /asyncapi.yaml}: what may be sent, for people and for machines. */
@Path("/")
@Tag(name = "Documents")
public class CatalogueResource {
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String YAML = "application/yaml";

    private final Documents documents = new Documents();

    /** The page has no script and asks for nothing: whatever a schema might bring in stays text. */
    private final String policy = "default-src 'none'; style-src " + documents.styleSource()
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ObjectMapper json;
    private final ObjectMapper yaml =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));
    private final List<DialectEntry> dialects;
    private final ObjectNode asyncApi;
    private final BrokerAddress broker;
    private final String exchange;

    CatalogueResource(SchemaCatalog catalog, BrokerConfig config, ObjectMapper json) {
        this.json = json;
        this.exchange = config.exchange();
        this.broker = BrokerAddress.parseAll(config.url().orElse("")).stream()
                .findFirst()
                .orElseGet(() -> new BrokerAddress(URI.create("amqp://localhost")));
        this.dialects = EventCatalogue.of(catalog);
        this.asyncApi = AsyncApi.of(catalog, hostAndPort(broker), broker.isEncrypted(), exchange);
    }

    @GET
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Path("catalogue")
    @Produces(HTML)
    @Operation(summary = "The event catalogue as a page: every event with its fields, and commands that send it")
    public Response page(@Context UriInfo uri) {
        URI base = uri.getBaseUri();
        String web = base.getScheme() + "://" + base.getRawAuthority();
        return Response.ok(documents.page(dialects, web, exampleAddress(), exchange), HTML)
                .header("Content-Security-Policy", policy)
                .header(HttpHeaders.VARY, HttpHeaders.HOST)
                .build();
    }

    @GET
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Path("asyncapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "All events as AsyncAPI 3.0")
    public String asyncApiJson() throws JsonProcessingException {
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(asyncApi);
    }

    @GET
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Path("asyncapi.yaml")
    @Produces(YAML)
    @Operation(summary = "All events as AsyncAPI 3.0, in YAML")
    public String asyncApiYaml() throws JsonProcessingException {
        return yaml.writeValueAsString(asyncApi);
    }

    /** The account is the reader's own: the one that is configured is nobody's business. */
    private String exampleAddress() {
        return (broker.isEncrypted() ? "amqps" : "amqp") + "://guest:guest@" + broker.redacted();
    }

    private static String hostAndPort(BrokerAddress address) {
        String redacted = address.redacted();
        int slash = redacted.indexOf('/');
        return slash < 0 ? redacted : redacted.substring(0, slash);
    }
}
