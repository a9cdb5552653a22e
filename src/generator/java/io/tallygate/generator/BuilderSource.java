package io.tallygate.generator;

import io.tallygate.generator.Shape.ObjectShape;
import io.tallygate.generator.Shape.Property;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the builder of a record. */
final class BuilderSource {
    private final Source source;
    private final ObjectShape shape;

    BuilderSource(Source source, ObjectShape shape) {
        this.source = source;
        this.shape = shape;
    }

    /** That of an event. */
    void write(EventFile event) {
        begin();
        eventType(event);
        source.gap().add("""
                /**
                * The event, with everything that has a default.
                *
                * @throws io.tallygate.model.InvalidEventException with all that is wrong, if the gateway would refuse it
                */
                public %s build() {
                return MODEL.build(json());
                }
                }""".formatted(shape.name()));
    }

    /** That of a part of an event. */
    void write() {
        begin();
        source.add("}");
    }

    private void begin() {
        source.gap().add("/** Collects the properties of {@link " + shape.name() + "}. */");
        source.add("public static final class Builder extends ObjectBuilder<Builder> {")
                .add("""
                private Builder(Map<String, @Nullable Object> json) {
                super(json);
                }

                @Override
                protected Builder self() {
                return this;
                }""");
        shape.properties().forEach(this::setters);
    }

    private void setters(Property property) {
        String field = property.field();
        String java = property.java();
        String name = JavaNames.literal(property.json());
        JavaType type = property.type();
        setter(property, java, type.name(), "set(" + field + ", " + java + ")");
        if (property.nullable()) {
            setter(property, java, "Optional<" + type.name() + ">", "setOptional(" + field + ", " + java + ")");
        }
        switch (type.form()) {
            case UUID -> {
                setter(property, java, "UUID", "set(" + field + ", Uuid.of(" + java + "))");
                setter(property, java, "String", "set(" + field + ", new Uuid(" + java + "))");
            }
            case DATE_TIME -> {
                setter(property, java, "Instant", "set(" + field + ", DateTime.of(" + java + "))");
                setter(property, java, "OffsetDateTime", "set(" + field + ", DateTime.of(" + java + "))");
                setter(property, java, "String", "set(" + field + ", new DateTime(" + java + "))");
            }
            case INTEGER -> setter(property, java, "long", "set(" + field + ", BigDecimal.valueOf(" + java + "))");
            case NUMBER -> {
                setter(property, java, "long", "set(" + field + ", BigDecimal.valueOf(" + java + "))");
                setter(property, java, "double", "set(" + field + ", BigDecimal.valueOf(" + java + "))");
            }
            case RECORD ->
                setter(
                        property,
                        java,
                        "Consumer<? super " + type.item() + ".Builder>",
                        "fill(" + name + ", " + type.item() + ".Builder::new, " + java + ")");
            case LIST_OF_RECORDS ->
                setter(
                        property,
                        "add" + JavaNames.capital(java),
                        "Consumer<? super " + type.item() + ".Builder>",
                        "add(" + name + ", " + type.item() + ".Builder::new, " + java + ")");
            default -> {}
        }
    }

    private void setter(Property property, String method, String type, String body) {
        String description =
                property.description().isBlank() ? "Sets " + property.json() + "." : property.description();
        source.gap().add("/** " + JavaNames.comment(description) + " */");
        source.add("public Builder " + method + "(" + type + " " + property.java() + ") {");
        source.add("return " + body + ";").add("}");
    }

    /** For a pattern, a setter that takes what its placeholders stand for. */
    private void eventType(EventFile event) {
        String pointer =
                event.description().path("pointers").path("type").path(0).asText();
        for (Property property : shape.properties()) {
            if (event.type().contains("{")
                    && pointer.equals("/" + property.json())
                    && property.type().equals(JavaType.TEXT)) {
                typeOf(property, List.of(event.type().split("\\.", -1)));
            }
        }
    }

    private void typeOf(Property property, List<String> segments) {
        JavaNames names = new JavaNames(Set.of());
        List<String> terms = segments.stream()
                .map(segment -> segment.startsWith("{")
                        ? names.unique(JavaNames.memberName(segment))
                        : JavaNames.literal(segment))
                .toList();
        String parameters = terms.stream()
                .filter(term -> !term.startsWith("\""))
                .map(term -> "String " + term)
                .collect(Collectors.joining(", "));
        source.gap().add("/** Sets the type to " + JavaNames.comment(String.join(".", segments)) + " of these. */");
        source.add("public Builder " + property.java() + "Of(" + parameters + ") {");
        source.add("return set(" + property.field() + ", String.join(\".\", " + String.join(", ", terms) + "));");
        source.add("}");
    }
}
