package io.tallygate.schema;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the catalogue: {@code <dialect>/dialect.json} or {@code <dialect>/<type>/<version>.json}, where the type may
 * be a {@link TypePattern}; or an upcaster, {@code <dialect>/<type>/<older>-to-<newer>.json}.
 *
 * @param origin what messages call the file
 * @param dialect the folder of its dialect
 * @param type the folder of its event type; empty for a dialect description
 * @param version the file's name without its extension; empty for a dialect description
 * @param bytes its content
 */
record SchemaFile(String origin, String dialect, String type, String version, byte[] bytes) {
    static final String DESCRIPTION = "dialect.json";
    private static final String EXTENSION = ".json";
    private static final String UPCASTER = "-to-";

    // java.util.regex is safe here: no nested repetition, and the operator's own file names
    private static final Pattern DIALECT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern SEGMENT = Pattern.compile("\\{[a-z][a-z0-9_]{0,62}\\}|[A-Za-z0-9_-]{1,200}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

    /**
     * @param path the path in the layout, with slashes
     * @throws SchemaLoadException if the path is not of the layout
     */
    static SchemaFile of(String origin, String path, byte[] bytes) {
        String[] steps = path.split("/", -1);
        boolean isDescription = steps.length == 2 && steps[1].equals(DESCRIPTION);
        check(
                isDescription || steps.length == 3 && steps[2].endsWith(EXTENSION),
                origin,
                "is neither <dialect>/" + DESCRIPTION + " nor <dialect>/<type>/<version>" + EXTENSION);
        check(DIALECT.matcher(steps[0]).matches(), origin, "the folder's name is no name of a dialect");
        if (isDescription) {
            return new SchemaFile(origin, steps[0], "", "", bytes);
        }
        String version = steps[2].substring(0, steps[2].length() - EXTENSION.length());
        check(isType(steps[1]), origin, "the folder's name is no name of an event type");
        check(VERSION.matcher(version).matches(), origin, "the file's name is no version");
        return new SchemaFile(origin, steps[0], steps[1], version, bytes);
    }

    private static boolean isType(String name) {
        return TypePattern.isPattern(name)
                ? name.length() <= 200
                        && Stream.of(name.split("\\.", -1))
                                .allMatch(segment -> SEGMENT.matcher(segment).matches())
                : TYPE.matcher(name).matches();
    }

    private static void check(boolean holds, String origin, String reason) {
        if (!holds) {
            throw new SchemaLoadException(origin, reason);
        }
    }

    boolean isDescription() {
        return type.isEmpty();
    }

    /** Whether it says how one version reads as another: {@code <older>-to-<newer>.json}. */
    boolean isUpcaster() {
        return version.contains(UPCASTER);
    }

    /** The version that an upcaster reads. */
    String upcastsFrom() {
        return version.substring(0, version.indexOf(UPCASTER));
    }

    /** The version that an upcaster makes. */
    String upcastsTo() {
        return version.substring(version.indexOf(UPCASTER) + UPCASTER.length());
    }

    /** The same as a part of an IRI, in which braces are percent-encoded (RFC 3986, section 2). */
    static String encoded(String path) {
        return path.replace("{", "%7B").replace("}", "%7D");
    }

    /** The place in the layout, by which a file of the directory meets its built-in counterpart. */
    String path() {
        return isDescription() ? dialect + "/" + DESCRIPTION : dialect + "/" + type + "/" + version + EXTENSION;
    }
}
