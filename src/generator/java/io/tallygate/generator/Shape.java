package io.tallygate.generator;

import java.util.List;

/** A type that is declared within an event's record, or that record itself. */
sealed interface Shape {
    /** The Java name. */
    String name();

    /**
     * An object with named properties.
     *
     * @param constants those that always have the same value
     */
    record ObjectShape(String name, String description, List<Property> properties, List<Constant> constants)
            implements Shape {}

    /** A list of texts. */
    record EnumShape(String name, String description, List<EnumValue> values) implements Shape {}

    /**
     * A property of an object.
     *
     * @param json its name in JSON
     * @param java its name in Java
     * @param field the name of the constant that describes it
     */
    record Property(
            String json,
            String java,
            String field,
            JavaType type,
            boolean required,
            boolean nullable,
            String description) {

        boolean isOptional() {
            return !required || nullable;
        }

        String presence() {
            return !required ? "OPTIONAL" : nullable ? "REQUIRED_OR_NULL" : "REQUIRED";
        }

        /** The type of the record's component. */
        String component() {
            if (isOptional()) {
                return "Optional<" + type.name() + ">";
            }
            return type.equals(JavaType.BOOLEAN) ? "boolean" : type.name();
        }
    }

    /** A property that is always there and always has this value, a Java literal. */
    record Constant(String json, String java, String type, String literal, String description) {}

    /** One text of a list. */
    record EnumValue(String java, String value) {}
}
