package io.tallygate.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.tallygate.access.AccessMode;
import io.tallygate.access.Roles;
import io.tallygate.broker.BrokerAddress;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/about}: what this gateway is, and how to send it a first event. */
@Path("/api/v1/about")
@Tag(name = "About")
public class AboutResource {
    private static final String EXAMPLE_TYPE = "workflow.opportunity.analysis.started";
    private static final String EXAMPLE_VERSION = "1.0.0";

    private final String version;
    private final boolean embeddedBroker;
    private final boolean embeddedDatabase;
    private final boolean demo;
    private final BrokerConfig broker;
    private final JsonNode example;
    private final Clock clock;
    private final AccessMode access;

    AboutResource(
            @ConfigProperty(name = "quarkus.application.version") String version,
            Config config,
            BrokerConfig broker,
            SchemaCatalog catalog,
            Clock clock,
            AccessMode access) {
        this.version = version;
        this.embeddedBroker = isSet(config, "tallygate.embedded.broker");
        this.embeddedDatabase = isSet(config, "tallygate.embedded.database");
        this.demo = isSet(config, "tallygate.demo.enabled");
        this.broker = broker;
        this.example = catalog.find(EXAMPLE_TYPE, EXAMPLE_VERSION)
                .map(EventSchema::document)
                .orElseThrow()
                .at("/examples/0");
        this.clock = clock;
        this.access = access;
    }

    /**
     * What this gateway is.
     *
     * @param version the version of the program
     * @param mode {@code embedded} if broker and database were started here, {@code external} if both are elsewhere, else
     *     {@code mixed}
     * @param demo whether it plays made-up events
     * @param exchange the exchange to publish to
     * @param amqp where the broker is, if it was started here
     * @param httpBase this API, as the one who asks has reached it
     * @param publishExample an event that is accepted; each time another, of now
     * @param open whether everybody who can connect may read and write
     */
    record About(
            String version,
            String mode,
            boolean demo,
            String exchange,
            Optional<Amqp> amqp,
            URI httpBase,
            JsonNode publishExample,
            boolean open) {}

    /** The address of a broker. */
    record Amqp(String host, int port) {}

    @GET
    @RolesAllowed({Roles.PUBLISHER, Roles.VIEWER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What this gateway is: version, mode, and an event to begin with")
    public About about(@Context UriInfo uri) {
        return new About(
                version,
                mode(),
                demo,
                broker.exchange(),
                amqp(),
                uri.getBaseUri().resolve("/api/v1"),
                freshExample(),
                access.isOpen());
    }

    private String mode() {
        if (embeddedBroker != embeddedDatabase) {
            return "mixed";
        }
        return embeddedBroker ? "embedded" : "external";
    }

    private Optional<Amqp> amqp() {
        return embeddedBroker
                ? BrokerAddress.parseAll(broker.url().orElse("")).stream()
                        .findFirst()
                        .map(address ->
                                new Amqp(address.uri().getHost(), address.uri().getPort()))
                : Optional.empty();
    }

    /** Sent twice, the same event would be one that is stored already. */
    private ObjectNode freshExample() {
        ObjectNode event = example.deepCopy();
        event.put("id", newId())
                .put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        event.withObject("/data").put("workflowId", newId()).put("opportunityId", newId());
        return event;
    }

    private static String newId() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }

    private static boolean isSet(Config config, String key) {
        return config.getOptionalValue(key, Boolean.class).orElse(false);
    }
}
