package io.tallygate.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.testkit.AsyncApiParser;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());

    private static JsonNode document() {
        return AsyncApi.of(CATALOG, "localhost:5672", false, "coder_events");
    }

    @Test
    void document_isAcceptedByTheOfficialParser() throws IOException {
        AsyncApiParser.assumeUsable();

        assertThat(AsyncApiParser.parse(document().toString()))
                .hasSize((int) CATALOG.schemas().stream()
                        .filter(schema -> !CATALOG.isMadeByGateway(schema.dialect()))
                        .count())
                .contains(
                        "workflow.step.completed workflow.step.completed object 2",
                        "activity.{source_system}.{stage} activity.logged object 3",
                        "{environment}.{service_name}.{node_type}.{operation}.started.v1"
                                + " {node_type}.{operation}.started object 2");
    }

    @Test
    void channel_saysExchangeKeyAndParameters() {
        JsonNode channel = document().path("channels").path("activity_activity_logged");

        assertThat(channel.path("address").asText()).isEqualTo("activity.{source_system}.{stage}");
        assertThat(channel.at("/parameters/stage/location").asText()).isEqualTo("$message.payload#/stage");
        assertThat(channel.at("/bindings/amqp/is").asText()).isEqualTo("routingKey");
        assertThat(channel.at("/bindings/amqp/exchange/name").asText()).isEqualTo("coder_events");
        assertThat(document()
                        .at("/operations/send_activity_activity_logged/channel/$ref")
                        .asText())
                .isEqualTo("#/channels/activity_activity_logged");
    }

    @Test
    void whatTheGatewayAloneMakes_isOnNoChannel() {
        assertThat(document().toString()).doesNotContain("tallygate.key.created");
    }

    @Test
    void everyReference_findsItsTarget() {
        JsonNode document = document();

        assertThat(document.findValuesAsText("$ref"))
                .hasSizeGreaterThan(50)
                .allSatisfy(reference -> assertThat(document.at(reference
                                        .substring(1)
                                        .replace("%7B", "{")
                                        .replace("%7D", "}"))
                                .isMissingNode())
                        .as(reference)
                        .isFalse());
    }
}
