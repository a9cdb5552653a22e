package io.tallygate.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.SchemaCatalog;
import java.util.HashSet;
import java.util.Set;

/**
 * An AsyncAPI 3.0 document of the catalogue: a channel for each event type, with its routing key as the address, a message
 * for each version. The gateway receives on every channel, and sends there what came to it by HTTP.
 */
final class AsyncApi {
    private static final String JSON = "application/json";
    private static final String BINDING = "0.3.0";
    private static final String BROKER = "broker";

    private final SchemaCatalog catalog;
    private final String exchange;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final Set<String> names = new HashSet<>();

    private AsyncApi(SchemaCatalog catalog, String exchange) {
        this.catalog = catalog;
        this.exchange = exchange;
    }

    /**
     * The document.
     *
     * @param broker the broker's {@code host:port}, without an account
     * @param encrypted whether connections to the broker are
     * @param exchange the exchange that the events are on
     */
    static ObjectNode of(SchemaCatalog catalog, String broker, boolean encrypted, String exchange) {
        AsyncApi api = new AsyncApi(catalog, exchange);
        api.head(broker, encrypted);
        // what the gateway alone makes is on no channel
        catalog.types().stream()
                .filter(type -> !catalog.dialectOf(type).orElseThrow().isMadeByGateway())
                .forEach(api::channel);
        return api.document;
    }

    private void head(String broker, boolean encrypted) {
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Tallygate")
                .put("version", "1")
                .put("description", "Every workflow event is checked, kept and answerable.")
                .putObject("license")
                .put("name", "Apache-2.0");
        document.put("defaultContentType", JSON);
        document.putObject("servers")
                .putObject(BROKER)
                .put("host", broker)
                .put("protocol", encrypted ? "amqps" : "amqp")
                .put("protocolVersion", "0.9.1")
                .put("description", "The broker of the topic exchange " + exchange);
        document.putObject("channels");
        document.putObject("operations");
        document.putObject("components").putObject("messages");
        document.withObject("/components").putObject("schemas");
    }

    private void channel(String type) {
        Dialect dialect = catalog.dialectOf(type).orElseThrow();
        String name = name(dialect.name() + "_" + type);
        ChannelAddress address = ChannelAddress.of(dialect, type);
        ObjectNode channel = document.withObject("/channels").putObject(name);
        channel.put("address", address.text());
        channel.putArray("servers").addObject().put("$ref", "#/servers/" + BROKER);
        ObjectNode messages = channel.putObject("messages");
        for (String version : catalog.versions(type)) {
            EventSchema schema = catalog.find(type, version).orElseThrow();
            String message = name(name + "_" + version);
            message(message, schema);
            messages.putObject(message).put("$ref", "#/components/messages/" + message);
            channel.put("title", schema.title()).put("description", schema.description());
        }
        parameters(channel, address);
        bindings(channel);
        operation(name, "receive", "The gateway checks and keeps what is published here.", messages);
        operation(name, "send", "The gateway publishes here what came to it by HTTP.", messages);
    }

    private static void parameters(ObjectNode channel, ChannelAddress address) {
        if (address.parameters().isEmpty()) {
            return;
        }
        ObjectNode parameters = channel.putObject("parameters");
        address.parameters().forEach((name, place) -> {
            ObjectNode parameter = parameters.putObject(name);
            if (place.isEmpty()) {
                parameter.put("description", "A part of the event type");
            } else {
                parameter.put("description", "As the event says").put("location", "$message.payload#" + place);
            }
        });
    }

    private void bindings(ObjectNode channel) {
        ObjectNode amqp = channel.putObject("bindings").putObject("amqp");
        amqp.put("is", "routingKey");
        amqp.putObject("exchange")
                .put("name", exchange)
                .put("type", "topic")
                .put("durable", true)
                .put("autoDelete", false);
        amqp.put("bindingVersion", BINDING);
    }

    private void operation(String channel, String action, String summary, ObjectNode messages) {
        ObjectNode operation = document.withObject("/operations").putObject(name(action + "_" + channel));
        operation.put("action", action).put("summary", summary);
        operation.putObject("channel").put("$ref", "#/channels/" + channel);
        ArrayNode references = operation.putArray("messages");
        messages.fieldNames()
                .forEachRemaining(
                        name -> references.addObject().put("$ref", "#/channels/" + channel + "/messages/" + name));
        ObjectNode amqp = operation.putObject("bindings").putObject("amqp");
        if (action.equals("send")) {
            amqp.put("deliveryMode", 2).put("mandatory", true);
        } else {
            amqp.put("ack", true);
        }
        amqp.put("bindingVersion", BINDING);
    }

    private void message(String name, EventSchema schema) {
        ObjectNode message = document.withObject("/components/messages").putObject(name);
        message.put("name", schema.type())
                .put("title", schema.title())
                .put("summary", schema.description())
                .put("description", schema.triggeredWhen())
                .put("contentType", JSON);
        message.putObject("payload").put("$ref", "#/components/schemas/" + name);
        ArrayNode examples = message.putArray("examples");
        for (JsonNode example : schema.document().path("examples")) {
            examples.addObject().set("payload", example);
        }
        ObjectNode payload = (ObjectNode) schema.document();
        payload.remove("$schema");
        payload.remove("$id"); // references are looked up from the root of this document
        payload.remove("examples");
        moveReferences(payload, "#/components/schemas/" + name);
        document.withObject("/components/schemas").set(name, payload);
    }

    /** {@code #/definitions/x} was a place of the schema's own file. Values, such as those of const, stay as they are. */
    private static void moveReferences(JsonNode node, String root) {
        if (node instanceof ObjectNode object && object.path("$ref").isTextual()) {
            object.put("$ref", root + object.path("$ref").asText().substring(1));
        }
        node.properties().forEach(entry -> {
            if (!Set.of("const", "enum", "default").contains(entry.getKey())) {
                moveReferences(entry.getValue(), root);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> moveReferences(element, root));
        }
    }

    /** AsyncAPI's names have letters, digits, underscores and hyphens; types that only differ otherwise are counted. */
    private String name(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9-]+", "_");
        String name = plain;
        for (int i = 2; !names.add(name); i++) {
            name = plain + "_" + i;
        }
        return name;
    }
}
