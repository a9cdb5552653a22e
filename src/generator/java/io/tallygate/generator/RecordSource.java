package io.tallygate.generator;

import io.tallygate.generator.Shape.Constant;
import io.tallygate.generator.Shape.EnumShape;
import io.tallygate.generator.Shape.ObjectShape;
import io.tallygate.generator.Shape.Property;
import io.tallygate.generator.ShapeReader.Shapes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the record of an event with the types that it declares. */
final class RecordSource {
    static final String GENERATED = "@Generated(\"io.tallygate.generator.GenerateModels\")";
    private static final String JSON = "Map<String, @Nullable Object>";

    private static final List<String> IMPORTS = List.of(
            "io.tallygate.model.DateTime",
            "io.tallygate.model.EventModel",
            "io.tallygate.model.Field",
            "io.tallygate.model.Fields",
            "io.tallygate.model.JsonEnum",
            "io.tallygate.model.Kind",
            "io.tallygate.model.ModelType",
            "io.tallygate.model.ObjectBuilder",
            "io.tallygate.model.ObjectReader",
            "io.tallygate.model.ObjectWriter",
            "io.tallygate.model.Uuid",
            "java.math.BigDecimal",
            "java.time.Instant",
            "java.time.OffsetDateTime",
            "java.util.List",
            "java.util.Map",
            "java.util.Optional",
            "java.util.UUID",
            "java.util.function.Consumer",
            "javax.annotation.processing.Generated",
            "org.jspecify.annotations.Nullable");

    private final EventFile event;
    private final Source source = new Source();

    private RecordSource(EventFile event) {
        this.event = event;
    }

    static String of(EventFile event) {
        Shapes shapes = ShapeReader.read(event);
        RecordSource writer = new RecordSource(event);
        writer.head();
        writer.eventRecord(shapes);
        return writer.source.toString();
    }

    private void head() {
        source.add("package " + event.packageName() + ";").gap();
        IMPORTS.forEach(name -> source.add("import " + name + ";"));
        source.gap();
    }

    private void eventRecord(Shapes shapes) {
        ObjectShape root = shapes.root();
        String name = root.name();
        doc(
                event.schema().path("title").asText() + ": " + root.description(),
                "The event {@code " + JavaNames.comment(event.type()) + "} in version " + event.version() + ".",
                root);
        source.add(GENERATED).add("public record " + name + "(" + components(root) + ") implements EventModel {");
        source.add("/** What makes these. */")
                .add("public static final ModelType<%s> MODEL = ModelType.of(%s, %s, %s, %s::read);"
                        .formatted(
                                name,
                                JavaNames.literal(event.dialect()),
                                JavaNames.literal(event.type()),
                                JavaNames.literal(event.version()),
                                name));
        fields(root);
        source.gap().add("""
                /** @throws io.tallygate.model.InvalidEventException if the gateway would refuse it */
                public %s {""".formatted(name));
        copies(root);
        source.add("MODEL.check(json(" + arguments(root) + "));").add("}");
        source.gap().add("private static " + JSON + " json(" + components(root) + ") {");
        write(root);
        source.add("}");
        doors(root);
        constants(root);
        read(root);
        new BuilderSource(source, root).write(event);
        shapes.nested().forEach(shape -> {
            if (shape instanceof ObjectShape object) {
                nestedRecord(object);
            } else if (shape instanceof EnumShape values) {
                enumeration(values);
            }
        });
        source.add("}");
    }

    private void doors(ObjectShape root) {
        source.gap().add("""
                /** A builder that checks the event when it is built, and adds what has a default. */
                public static Builder builder() {
                return new Builder(Map.of());
                }

                /** Reads an event from JSON: see {@link ModelType#fromJson(String)}. */
                public static %1$s fromJson(String json) {
                return MODEL.fromJson(json);
                }

                /** Reads an event from JSON in UTF-8: see {@link ModelType#fromJson(byte[])}. */
                public static %1$s fromJson(byte[] json) {
                return MODEL.fromJson(json);
                }

                /** Reads an event from JSON values: see {@link ModelType#fromMap}. */
                public static %1$s fromMap(Map<String, ? extends @Nullable Object> json) {
                return MODEL.fromMap(json);
                }

                /** A builder that begins with this event. */
                public Builder toBuilder() {
                return new Builder(toMap());
                }

                /** This event with everything stated that has a default. */
                public %1$s withDefaults() {
                return MODEL.withDefaults(this);
                }

                @Override
                public ModelType<%1$s> model() {
                return MODEL;
                }

                @Override
                public %2$s toMap() {
                return json(%3$s);
                }""".formatted(root.name(), JSON, arguments(root)));
    }

    private void nestedRecord(ObjectShape shape) {
        source.gap();
        doc(shape.description(), "", shape);
        source.add("public record " + shape.name() + "(" + components(shape) + ") {");
        source.add(
                "private static final Kind<%1$s> KIND = Kind.record(%1$s::read, %1$s::toMap);".formatted(shape.name()));
        fields(shape);
        source.gap().add("/** Checked with the event that it becomes part of. */");
        source.add("public " + shape.name() + " {");
        copies(shape);
        source.add("}").gap().add("/** As a tree of JSON values, like {@link EventModel#toMap}. */");
        source.add("public " + JSON + " toMap() {");
        write(shape);
        source.add("}");
        constants(shape);
        read(shape);
        new BuilderSource(source, shape).write();
        source.add("}");
    }

    private void enumeration(EnumShape shape) {
        source.gap().add("/** " + sentence(shape.description(), "One of the values that the schema lists.") + " */");
        source.add("public enum " + shape.name() + " implements JsonEnum {");
        source.add(shape.values().stream()
                .map(value -> "/** {@code "
                        + JavaNames.comment(value.value())
                                .replace("}", "&#125;")
                                .replace("{", "&#123;") + "}. */\n" + value.java() + "("
                        + JavaNames.literal(value.value()) + ")")
                .collect(Collectors.joining(",\n", "", ";")));
        source.gap().add("""
                private final String value;

                %s(String value) {
                this.value = value;
                }

                @Override
                public String value() {
                return value;
                }
                }""".formatted(shape.name()));
    }

    private void fields(ObjectShape shape) {
        for (Property property : shape.properties()) {
            source.add("private static final Field<%s> %s = new Field<>(%s, %s, Field.Presence.%s);"
                    .formatted(
                            property.type().name(),
                            property.field(),
                            JavaNames.literal(property.json()),
                            property.type().kind(),
                            property.presence()));
        }
        String names = Stream.concat(
                        shape.properties().stream().map(Property::json),
                        shape.constants().stream().map(Constant::json))
                .map(JavaNames::literal)
                .collect(Collectors.joining(", "));
        source.add("private static final Fields FIELDS = Fields.of(" + names + ");");
    }

    private void copies(ObjectShape shape) {
        shape.properties()
                .forEach(property -> source.add("%1$s = %2$s.%3$s(%1$s);"
                        .formatted(
                                property.java(), property.field(), property.isOptional() ? "copyOptional" : "copy")));
        source.add("others = FIELDS.others(others);");
    }

    private void write(ObjectShape shape) {
        source.add("return new ObjectWriter()");
        shape.constants()
                .forEach(constant ->
                        source.add(".put(%s, %s)".formatted(JavaNames.literal(constant.json()), constant.literal())));
        shape.properties()
                .forEach(property -> source.add(".%s(%s, %s)"
                        .formatted(property.isOptional() ? "putOptional" : "put", property.field(), property.java())));
        source.add(".with(others);");
    }

    private void constants(ObjectShape shape) {
        for (Constant constant : shape.constants()) {
            source.gap().add("/** " + sentence(constant.description(), "Always the same.") + " */");
            source.add("public %s %s() {".formatted(constant.type(), constant.java()));
            source.add("return " + constant.literal() + ";").add("}");
        }
    }

    private void read(ObjectShape shape) {
        source.gap().add("private static " + shape.name() + " read(ObjectReader in) {");
        shape.constants().forEach(constant -> source.add("in.without(" + JavaNames.literal(constant.json()) + ");"));
        source.add("return new " + shape.name() + "(");
        shape.properties()
                .forEach(property ->
                        source.add((property.isOptional() ? "in.find(" : "in.get(") + property.field() + "),"));
        source.add("in.others());").add("}");
    }

    private void doc(String description, String more, ObjectShape shape) {
        source.add("/**").add("* " + sentence(description, "A part of the event."));
        if (!more.isEmpty()) {
            source.add("*").add("* <p>" + more);
        }
        source.add("*");
        shape.properties()
                .forEach(property -> source.add("* @param " + property.java() + " "
                        + sentence(property.description(), "the property " + property.json())));
        source.add("* @param others properties that have no component, and nulls of those that are optional");
        source.add("*/");
    }

    private static String sentence(String description, String otherwise) {
        return JavaNames.comment(description.isBlank() ? otherwise : description);
    }

    private static String components(ObjectShape shape) {
        return Stream.concat(
                        shape.properties().stream().map(property -> property.component() + " " + property.java()),
                        Stream.of(JSON + " others"))
                .collect(Collectors.joining(", "));
    }

    private static String arguments(ObjectShape shape) {
        return Stream.concat(shape.properties().stream().map(Property::java), Stream.of("others"))
                .collect(Collectors.joining(", "));
    }
}
