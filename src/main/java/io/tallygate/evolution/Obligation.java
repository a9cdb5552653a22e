package io.tallygate.evolution;

import java.util.List;

/**
 * A keyword of the reader that could not be proved to hold for all that the writer accepts.
 *
 * @param path where in a document: names of properties, and {@link #ITEM} for any item of an array
 * @param reader the part of the reader's schema that has the keyword
 * @param keyword the keyword; {@code false} for the schema that refuses all
 */
record Obligation(List<String> path, Part reader, String keyword) {
    /** A step into the items of an array. No other step can begin so: see {@link #named}. */
    static final String ITEM = "*";

    Obligation {
        path = List.copyOf(path);
    }

    /** A step to a property. */
    static String named(String name) {
        return "/" + name;
    }

    String schemaPointer() {
        return reader.refusesAll() ? reader.pointer() : reader.place(keyword);
    }
}
