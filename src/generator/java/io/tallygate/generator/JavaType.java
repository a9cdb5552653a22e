package io.tallygate.generator;

/**
 * What a value is in Java.
 *
 * @param name the type, without primitives
 * @param kind the expression of its {@code Kind}
 * @param form what builders let it be set from
 * @param item the type of its items or of itself, without parameters, where that is a record
 */
record JavaType(String name, String kind, Form form, String item) {
    enum Form {
        PLAIN,
        BOOLEAN,
        INTEGER,
        NUMBER,
        UUID,
        DATE_TIME,
        RECORD,
        LIST_OF_RECORDS
    }

    static final JavaType TEXT = of("String", "Kind.TEXT", Form.PLAIN);
    static final JavaType INTEGER = of("BigDecimal", "Kind.NUMBER", Form.INTEGER);
    static final JavaType NUMBER = of("BigDecimal", "Kind.NUMBER", Form.NUMBER);
    static final JavaType BOOLEAN = of("Boolean", "Kind.BOOLEAN", Form.BOOLEAN);
    static final JavaType UUID = of("Uuid", "Kind.UUID", Form.UUID);
    static final JavaType DATE_TIME = of("DateTime", "Kind.DATE_TIME", Form.DATE_TIME);
    static final JavaType OBJECT = of("Map<String, @Nullable Object>", "Kind.OBJECT", Form.PLAIN);
    static final JavaType ARRAY = of("List<@Nullable Object>", "Kind.ARRAY", Form.PLAIN);
    static final JavaType ANY = of("Object", "Kind.ANY", Form.PLAIN);

    private static JavaType of(String name, String kind, Form form) {
        return new JavaType(name, kind, form, "");
    }

    static JavaType ofEnum(String name) {
        return of(name, "Kind.enumOf(" + name + ".class)", Form.PLAIN);
    }

    static JavaType ofRecord(String name) {
        return new JavaType(name, name + ".KIND", Form.RECORD, name);
    }

    JavaType list() {
        Form list = form == Form.RECORD ? Form.LIST_OF_RECORDS : Form.PLAIN;
        return new JavaType("List<" + name + ">", "Kind.list(" + kind + ")", list, item);
    }

    JavaType map() {
        return of("Map<String, " + name + ">", "Kind.map(" + kind + ")", Form.PLAIN);
    }

    JavaType nullable() {
        return of("Optional<" + name + ">", "Kind.nullable(" + kind + ")", Form.PLAIN);
    }
}
