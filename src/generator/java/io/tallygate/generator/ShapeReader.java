package io.tallygate.generator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tallygate.generator.Shape.Constant;
import io.tallygate.generator.Shape.EnumShape;
import io.tallygate.generator.Shape.EnumValue;
import io.tallygate.generator.Shape.ObjectShape;
import io.tallygate.generator.Shape.Property;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads the types of an event's schema. A type is as narrow as {@code type}, {@code enum}, {@code const}, {@code format},
 * {@code properties}, {@code items} and {@code additionalProperties} let it be; what other keywords demand is left to the
 * check of the event, and what is not understood becomes a plain JSON value. So no schema is too rich for a model.
 */
final class ShapeReader {
    /** Java allows 255 parameters, and one is for the other properties. */
    private static final int MAX_PROPERTIES = 250;

    /** What the generated code calls by its simple name. */
    private static final Set<String> TYPES = Set.of(
            "BigDecimal",
            "Boolean",
            "Builder",
            "Consumer",
            "DateTime",
            "EventModel",
            "Field",
            "Fields",
            "Generated",
            "Instant",
            "JsonEnum",
            "Kind",
            "List",
            "Map",
            "ModelType",
            "Nullable",
            "Object",
            "ObjectBuilder",
            "ObjectReader",
            "ObjectWriter",
            "OffsetDateTime",
            "Optional",
            "Override",
            "String",
            "UUID",
            "Uuid");

    /** Methods without parameters of all records, or of their builders with one. */
    private static final Set<String> MEMBERS = Set.of(
            "MODEL",
            "KIND",
            "FIELDS",
            "builder",
            "toBuilder",
            "withDefaults",
            "model",
            "others",
            "toMap",
            "toJson",
            "toJsonBytes",
            "without",
            "clone",
            "equals",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait");

    private final EventFile event;
    private final JavaNames typeNames;
    private final Map<String, String> recordNames = new HashMap<>();
    private final List<Shape> nested = new ArrayList<>();

    private ShapeReader(EventFile event) {
        this.event = event;
        this.typeNames = new JavaNames(TYPES);
    }

    /**
     * The shapes of an event.
     *
     * @param root that of the event itself
     * @param nested those that are declared within it
     */
    record Shapes(ObjectShape root, List<Shape> nested) {}

    /** @throws IllegalArgumentException if the schema has more properties than a record can have */
    static Shapes read(EventFile event) {
        ShapeReader reader = new ShapeReader(event);
        Place root = reader.resolved(new Place(event.schema(), "", Optional.of("")));
        String name = reader.typeNames.unique(event.className());
        return new Shapes(reader.object(name, root), reader.nested);
    }

    /**
     * A place in the schema.
     *
     * @param pointer where in the schema
     * @param instance where in events; empty if not in one place
     */
    private record Place(JsonNode schema, String pointer, Optional<String> instance) {
        Place property(String name) {
            String step = "/" + name.replace("~", "~0").replace("/", "~1");
            return new Place(
                    schema.path("properties").path(name),
                    pointer + "/properties" + step,
                    instance.map(at -> at + step));
        }

        Place keyword(String keyword) {
            return new Place(schema.path(keyword), pointer + "/" + keyword, Optional.empty());
        }
    }

    private record Typed(JavaType type, boolean nullable) {}

    private Place resolved(Place place) {
        Place found = place;
        for (int steps = 0; steps < 100 && found.schema().path("$ref").asText().startsWith("#"); steps++) {
            String pointer = decoded(found.schema().path("$ref").asText().substring(1));
            JsonNode target = pointer.isEmpty() || pointer.startsWith("/")
                    ? event.schema().at(JsonPointer.compile(pointer))
                    : MissingNode.getInstance();
            found = new Place(target, pointer, place.instance());
        }
        return found;
    }

    /** A reference is an IRI, in whose fragment a pointer may be percent-encoded. */
    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment; // a percent sign of its own: it finds what is called so
        }
    }

    private ObjectShape object(String name, Place place) {
        Set<String> required = new LinkedHashSet<>(texts(place.schema().path("required")));
        JavaNames members = new JavaNames(MEMBERS);
        List<Property> properties = new ArrayList<>();
        List<Constant> constants = new ArrayList<>();
        place.schema().path("properties").fieldNames().forEachRemaining(json -> {
            Place property = resolved(place.property(json));
            String java = members.unique(JavaNames.memberName(json));
            String description = property.schema().path("description").asText()
                    + (property.schema().path("x-sensitive").asBoolean()
                            ? " Sensitive: masked for all but auditors."
                            : "");
            JsonNode constant = property.schema().path("const");
            if (required.contains(json) && (constant.isTextual() || constant.isBoolean())) {
                constants.add(constant(json, java, constant, description));
            } else if (!property.schema().isBoolean() || property.schema().booleanValue()) {
                Typed typed = typeOf(property, json, name);
                String field = members.unique(JavaNames.constantName(java));
                properties.add(new Property(
                        json, java, field, typed.type(), required.contains(json), typed.nullable(), description));
            }
        });
        if (properties.size() > MAX_PROPERTIES) {
            throw new IllegalArgumentException(event.file() + ": an object of " + properties.size()
                    + " properties; a record can have " + MAX_PROPERTIES);
        }
        return new ObjectShape(name, place.schema().path("description").asText(), properties, constants);
    }

    private static Constant constant(String json, String java, JsonNode value, String description) {
        return value.isTextual()
                ? new Constant(json, java, "String", JavaNames.literal(value.textValue()), description)
                : new Constant(json, java, "boolean", value.asText(), description);
    }

    /**
     * @param place a place whose reference is followed
     * @param name what it is called, for the types that it declares
     * @param within the name of the record that it is in
     */
    private Typed typeOf(Place place, String name, String within) {
        JsonNode schema = place.schema();
        Set<String> types = new LinkedHashSet<>(
                schema.path("type").isArray()
                        ? texts(schema.path("type"))
                        : List.of(schema.path("type").asText()));
        if (types.contains("") && isTexts(schema.path("enum"))) {
            boolean nullable = hasNull(schema.path("enum"));
            return new Typed(enumeration(place, name, within), nullable);
        }
        JsonNode constant = schema.path("const");
        if (types.contains("") && (constant.isTextual() || constant.isNumber() || constant.isBoolean())) {
            return new Typed(typeOf(constant), false);
        }
        boolean nullable = types.remove("null") || types.contains("");
        if (types.size() != 1) {
            return new Typed(JavaType.ANY, nullable);
        }
        return new Typed(single(types.iterator().next(), place, name, within), nullable);
    }

    private static JavaType typeOf(JsonNode constant) {
        return constant.isTextual() ? JavaType.TEXT : constant.isNumber() ? JavaType.NUMBER : JavaType.BOOLEAN;
    }

    private JavaType single(String type, Place place, String name, String within) {
        return switch (type) {
            case "string" -> text(place, name, within);
            case "integer" -> JavaType.INTEGER;
            case "number" -> JavaType.NUMBER;
            case "boolean" -> JavaType.BOOLEAN;
            case "array" -> array(place, name, within);
            case "object" -> objectType(place, name, within);
            default -> JavaType.ANY;
        };
    }

    private JavaType text(Place place, String name, String within) {
        if (isTexts(place.schema().path("enum"))) {
            return enumeration(place, name, within);
        }
        String format = place.schema().path("format").asText();
        if (format.equals("date-time") || place.instance().filter(event::isTime).isPresent()) {
            return JavaType.DATE_TIME;
        }
        return format.equals("uuid") ? JavaType.UUID : JavaType.TEXT;
    }

    private JavaType array(Place place, String name, String within) {
        if (!place.schema().path("items").isObject()) {
            return JavaType.ARRAY;
        }
        Typed items = typeOf(resolved(place.keyword("items")), name + "_item", within);
        return items.type().equals(JavaType.ANY)
                ? JavaType.ARRAY
                : orNull(items).list();
    }

    private JavaType objectType(Place place, String name, String within) {
        JsonNode schema = place.schema();
        if (!schema.path("properties").isEmpty()) {
            // an event within an event need not be one that would be accepted
            return place.pointer().isEmpty() ? JavaType.OBJECT : record(place, name, within);
        }
        if (!schema.path("additionalProperties").isObject() || schema.has("patternProperties")) {
            return JavaType.OBJECT;
        }
        Typed values = typeOf(resolved(place.keyword("additionalProperties")), name + "_value", within);
        return values.type().equals(JavaType.ANY)
                ? JavaType.OBJECT
                : orNull(values).map();
    }

    private static JavaType orNull(Typed typed) {
        return typed.nullable() ? typed.type().nullable() : typed.type();
    }

    /** One record for each place in the schema, so that what is referred to twice, or by itself, is one type. */
    private JavaType record(Place place, String name, String within) {
        String known = recordNames.get(place.pointer());
        if (known != null) {
            return JavaType.ofRecord(known);
        }
        String own = place.pointer().startsWith("/definitions/")
                ? place.pointer().substring("/definitions/".length())
                : name;
        String java = typeName(own, within);
        recordNames.put(place.pointer(), java);
        int at = nested.size();
        nested.add(at, object(java, place));
        return JavaType.ofRecord(java);
    }

    private JavaType enumeration(Place place, String name, String within) {
        String known = recordNames.get(place.pointer());
        if (known != null) {
            return JavaType.ofEnum(known);
        }
        String java = typeName(name, within);
        recordNames.put(place.pointer(), java);
        JavaNames constants = new JavaNames(Set.of());
        List<EnumValue> values = new ArrayList<>();
        for (String value : new LinkedHashSet<>(texts(place.schema().path("enum")))) {
            values.add(new EnumValue(constants.unique(JavaNames.constantName(value)), value));
        }
        nested.add(new EnumShape(java, place.schema().path("description").asText(), values));
        return JavaType.ofEnum(java);
    }

    /** {@code Status}, or within {@code Step} {@code StepStatus} if there is one already. */
    private String typeName(String name, String within) {
        String simple = JavaNames.className(name);
        String first = typeNames.unique(simple);
        return first.equals(simple) || within.equals(event.className()) ? first : typeNames.unique(within + simple);
    }

    private static boolean isTexts(JsonNode values) {
        return !texts(values).isEmpty()
                && StreamSupport.stream(values.spliterator(), false)
                        .allMatch(value -> value.isTextual() || value.isNull());
    }

    private static boolean hasNull(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false).anyMatch(JsonNode::isNull);
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }
}
