package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code dialect.json}, held against {@code dialect.schema.json}. */
final class DialectReader {
    private static final String SCHEMA = "dialect.schema.json";

    private final OwnSchema own;

    DialectReader(SchemaCompiler compiler) {
        this.own = new OwnSchema(compiler, SCHEMA);
    }

    Dialect read(SchemaFile file) {
        JsonNode document = own.read(file);
        String name = document.path("name").asText();
        if (!name.equals(file.dialect())) {
            throw new SchemaLoadException(
                    file.origin(), "its name \"" + name + "\" is not that of its folder \"" + file.dialect() + "\"");
        }
        try {
            return dialect(name, document);
        } catch (IllegalArgumentException e) {
            throw new SchemaLoadException(file.origin(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Dialect dialect(String name, JsonNode document) {
        Map<EventField, List<JsonPointer>> pointers = new EnumMap<>(EventField.class);
        Map<EventField, String> defaults = new EnumMap<>(EventField.class);
        for (EventField field : EventField.values()) {
            pointers.put(field, pointers(document.path("pointers").path(field.label())));
            JsonNode value = document.path("defaults").path(field.label());
            if (value.isTextual()) {
                defaults.put(field, value.asText());
            }
        }
        List<JsonPointer> recognizedBy = pointers(document.path("recognizedBy"));
        require(pointers, defaults, EventField.ID, EventField.TYPE, EventField.VERSION, EventField.TIME);
        if (defaults.containsKey(EventField.TYPE) == recognizedBy.isEmpty()) {
            throw new IllegalArgumentException("defaults.type and recognizedBy need each other");
        }
        return new Dialect(
                name,
                document.path("title").asText(),
                document.path("description").asText(),
                pointers,
                defaults,
                recognizedBy,
                document.has("timeWithoutZone"),
                RoutingKey.parse(document.path("routingKey").asText(), words(document.path("routingKeyWords"))),
                states(document.path("states")),
                jobTrigger(document.path("jobTrigger")),
                CompatibilityMode.ofLabel(document.path("compatibility").asText(CompatibilityMode.BACKWARD.label())),
                completes(document.path("completes"), pointers, defaults),
                document.has("madeBy"),
                details(document));
    }

    /** In the order of the fields, whatever the file's is: it is that in which they are put into an event. */
    private static List<EventField> completes(
            JsonNode list, Map<EventField, List<JsonPointer>> pointers, Map<EventField, String> defaults) {
        List<EventField> completes = new ArrayList<>();
        for (JsonNode label : list) {
            EventField field = EventField.find(label.asText()).orElseThrow();
            if (pointers.getOrDefault(field, List.of()).isEmpty() || !defaults.containsKey(field)) {
                throw new IllegalArgumentException(
                        "\"" + field.label() + "\" can be completed only with a pointer and a default");
            }
            completes.add(field);
        }
        completes.sort(Comparator.naturalOrder());
        return completes;
    }

    private static EventDetails.Rules details(JsonNode document) {
        Map<EventField, String> inherited = new EnumMap<>(EventField.class);
        document.path("inherited")
                .fields()
                .forEachRemaining(entry -> inherited.put(
                        EventField.find(entry.getKey()).orElseThrow(),
                        entry.getValue().asText()));
        boolean seconds = document.path("durationUnit").asText().equals("s");
        return new EventDetails.Rules(BigDecimal.valueOf(seconds ? 1000 : 1), inherited, RunRulesReader.read(document));
    }

    private static void require(
            Map<EventField, List<JsonPointer>> pointers, Map<EventField, String> defaults, EventField... fields) {
        for (EventField field : fields) {
            if (pointers.getOrDefault(field, List.of()).isEmpty() && !defaults.containsKey(field)) {
                throw new IllegalArgumentException(
                        "there is neither a pointer nor a default for \"" + field.label() + "\"");
            }
        }
    }

    private static List<JsonPointer> pointers(JsonNode list) {
        List<JsonPointer> pointers = new ArrayList<>();
        list.forEach(pointer -> pointers.add(JsonPointer.compile(pointer.asText())));
        return pointers;
    }

    private static Map<JsonPointer, Map<String, String>> words(JsonNode words) {
        Map<JsonPointer, Map<String, String>> byPointer = new HashMap<>();
        words.fields().forEachRemaining(entry -> {
            Map<String, String> names = new HashMap<>();
            entry.getValue()
                    .fields()
                    .forEachRemaining(
                            name -> names.put(name.getKey(), name.getValue().asText()));
            byPointer.put(JsonPointer.compile(entry.getKey()), names);
        });
        return byPointer;
    }

    private static Map<String, StateRule> states(JsonNode states) {
        Map<String, StateRule> byType = new HashMap<>();
        states.fields().forEachRemaining(entry -> byType.put(entry.getKey(), stateRule(entry.getValue())));
        return byType;
    }

    private static StateRule stateRule(JsonNode rule) {
        if (rule.isTextual()) {
            return StateRule.always(WorkflowState.ofLabel(rule.asText()));
        }
        Map<String, WorkflowState> values = new HashMap<>();
        rule.path("values")
                .fields()
                .forEachRemaining(entry -> values.put(
                        entry.getKey(), WorkflowState.ofLabel(entry.getValue().asText())));
        return StateRule.by(
                JsonPointer.compile(rule.path("by").asText()),
                values,
                Optional.of(rule.path("otherwise"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .map(WorkflowState::ofLabel));
    }

    private static Optional<Dialect.JobTrigger> jobTrigger(JsonNode trigger) {
        return trigger.isObject()
                ? Optional.of(new Dialect.JobTrigger(
                        trigger.path("type").asText(),
                        JsonPointer.compile(trigger.path("job").asText())))
                : Optional.empty();
    }
}
