package io.tallygate.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The envelope of the dialect {@code coder} as a CloudEvent and back, without loss: what has a place in both goes there, what
 * a CloudEvent can carry as an extension stays one, and whatever else an envelope has goes into the extension {@code
 * coderenvelope}.
 */
final class CoderEnvelope {
    static final String SPECVERSION = "1.0";

    /** What an envelope has that no extension can be called or hold, as an object. */
    private static final String REST = "coderenvelope";

    /** The envelope's names by those of CloudEvents, where they differ. */
    private static final Map<String, String> NAMES = Map.of(
            "time", "timestamp",
            "dataversion", "version",
            "tenantid", "tenantId",
            "correlationid", "correlationId");

    private static final Map<String, String> CLOUD_NAMES =
            NAMES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private static final Set<String> DATA = Set.of("data", "data_base64");

    /** What a CloudEvent says in a way of its own, so that an envelope's property of that name cannot stay one. */
    private static final Set<String> TAKEN =
            Set.of("specversion", REST, "time", "dataversion", "tenantid", "correlationid");

    /** How an envelope calls an extension that is called as a property of its own. */
    private static final String FOREIGN = "cloudevent:";

    private CoderEnvelope() {}

    /** The envelope of a CloudEvent. */
    static ObjectNode ofCloudEvent(ObjectNode event) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        event.properties().forEach(attribute -> {
            String name = attribute.getKey();
            if (!name.equals("specversion")
                    && !(name.equals(REST) && attribute.getValue().isObject())) {
                String own = CLOUD_NAMES.containsKey(name) ? FOREIGN + name : NAMES.getOrDefault(name, name);
                envelope.set(own, attribute.getValue());
            }
        });
        if (event.path(REST) instanceof ObjectNode rest) {
            envelope.setAll(rest);
        }
        return envelope;
    }

    /** The CloudEvent of an envelope. */
    static ObjectNode toCloudEvent(ObjectNode envelope) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("specversion", SPECVERSION);
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        envelope.properties().forEach(property -> {
            String name = property.getKey();
            String cloudName = CLOUD_NAMES.get(name);
            if (cloudName != null) {
                event.set(cloudName, property.getValue());
            } else if (isForeign(name)) {
                event.set(name.substring(FOREIGN.length()), property.getValue());
            } else if (DATA.contains(name) || !TAKEN.contains(name) && isExtension(name, property.getValue())) {
                event.set(name, property.getValue());
            } else {
                rest.set(name, property.getValue());
            }
        });
        if (!rest.isEmpty()) {
            event.set(REST, rest);
        }
        return event;
    }

    private static boolean isForeign(String name) {
        return name.startsWith(FOREIGN) && CLOUD_NAMES.containsKey(name.substring(FOREIGN.length()));
    }

    /** Names of extensions have lower-case letters and digits, values are plain. */
    private static boolean isExtension(String name, JsonNode value) {
        return (value.isTextual() || value.isBoolean() || value.isInt())
                && !name.isEmpty()
                && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9');
    }
}
