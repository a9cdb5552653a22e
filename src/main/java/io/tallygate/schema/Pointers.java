package io.tallygate.schema;

import com.networknt.schema.path.NodePath;

/** Writes JSON pointers (RFC 6901). */
final class Pointers {
    private static final int MAX_SHOWN = 1024;

    private Pointers() {}

    /**
     * The pointer of a path of the validation library, whose own text form rewrites line breaks and so would name
     * another property.
     */
    static String of(NodePath path) {
        StringBuilder pointer = new StringBuilder();
        int elements = path.getNameCount();
        for (int i = 0; i < elements; i++) {
            pointer.append('/').append(escape(String.valueOf(path.getElement(i))));
        }
        return pointer.toString();
    }

    /** One step of a pointer. */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /**
     * The pointer as an answer shows it. Only a pointer of more than 1,024 characters, or with control characters, is
     * not exact: an exact one could neither be stored nor logged.
     */
    static String shown(String pointer) {
        return Excerpt.of(pointer, MAX_SHOWN);
    }
}
