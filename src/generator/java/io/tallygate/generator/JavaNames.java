package io.tallygate.generator;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** Makes Java names of any text, and keeps those of one scope apart. */
final class JavaNames {
    private static final String NO_ASCII_WORD = "[^A-Za-z0-9]+";
    private static final String NO_WORD = "[^\\p{L}\\p{Nd}]+";

    private final Set<String> taken;

    /** @param taken names that must not be given */
    JavaNames(Set<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** The name, or if it is taken the first free one with a number. */
    String unique(String name) {
        String free = name;
        for (int number = 2; !taken.add(free); number++) {
            free = name + number;
        }
        return free;
    }

    /** {@code workflowevent} for {@code workflow-event}. */
    static String packageName(String text) {
        return valid(text.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT), "dialect");
    }

    /** {@code WorkflowStarted} for {@code workflow_started}. In ASCII: it is the name of a file, too. */
    static String className(String text) {
        return valid(camelCase(text, NO_ASCII_WORD), "Value");
    }

    /** {@code durationMs} for {@code duration_ms}. */
    static String memberName(String text) {
        boolean isUpperCase = text.equals(text.toUpperCase(Locale.ROOT));
        String name = camelCase(isUpperCase ? text.toLowerCase(Locale.ROOT) : text, NO_WORD);
        return valid(
                name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), "value");
    }

    private static String camelCase(String text, String separator) {
        return words(text, separator).map(JavaNames::capital).collect(Collectors.joining());
    }

    /** {@code DURATION_MS} for {@code durationMs} and {@code duration-ms}. */
    static String constantName(String text) {
        StringJoiner name = new StringJoiner("_");
        words(text.replaceAll("([a-z0-9])([A-Z])", "$1_$2"), NO_WORD)
                .forEach(word -> name.add(word.toUpperCase(Locale.ROOT)));
        return valid(name.toString(), "VALUE");
    }

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static Stream<String> words(String text, String separator) {
        return Stream.of(text.split(separator)).filter(word -> !word.isEmpty());
    }

    /** Java has no empty names, none that begin with a digit, and reserves some. */
    private static String valid(String name, String ifEmpty) {
        String begun = name.isEmpty() ? ifEmpty : Character.isDigit(name.charAt(0)) ? "_" + name : name;
        return SourceVersion.isName(begun) ? begun : begun + "_";
    }

    /** A Java literal of a text. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
            } else if (c == '\n' || c == '\r') {
                literal.append(
                        c == '\n'
                                ? "\\n"
                                : "\\r"); // as a Unicode escape it would end the line before the literal is read
            } else if (c >= ' ' && c <= '~') {
                literal.append((char) c);
            } else {
                literal.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return literal.append('"').toString();
    }

    /** Text for a Javadoc comment: on one line, nothing in it is HTML, a tag or an escape. */
    static String comment(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("\\", "&#92;")
                .replace("*/", "*&#47;")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
