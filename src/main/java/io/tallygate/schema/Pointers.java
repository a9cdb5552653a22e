package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.networknt.schema.path.NodePath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Writes and reads JSON pointers (RFC 6901). */
public final class Pointers {
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

    /** Whether a text is a pointer: steps that begin with a slash, and no tilde that escapes nothing. */
    static boolean isPointer(String text) {
        boolean pointer = text.isEmpty() || text.charAt(0) == '/';
        for (int at = text.indexOf('~'); pointer && at >= 0; at = text.indexOf('~', at + 1)) {
            pointer = at + 1 < text.length() && (text.charAt(at + 1) == '0' || text.charAt(at + 1) == '1');
        }
        return pointer;
    }

    /** The step of a pointer that leads to the member of that name. */
    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The name of the member to which a step of a pointer leads. */
    public static String unescape(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    /** Where a schema says what stands at a place of an object: {@code /properties/a/properties/b} for {@code /a/b}. */
    static JsonPointer inSchema(JsonPointer pointer) {
        return JsonPointer.compile(pointer.toString().replace("/", "/properties/"));
    }

    /**
     * The pointer as an answer shows it. Only a pointer of more than 1,024 characters, or with control characters, is
     * not exact: an exact one could neither be stored nor logged.
     */
    static String shown(String pointer) {
        return Excerpt.of(pointer, MAX_SHOWN);
    }

    /** The pointer in a reference within a file, {@code #/definitions/a%25b}, in which a fragment is percent-encoded. */
    public static String ofFragment(String reference) {
        String fragment = reference.substring(1);
        try {
            return fragment.indexOf('%') < 0
                    ? fragment
                    : URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment; // a percent sign of its own: it finds what is called so
        }
    }
}
