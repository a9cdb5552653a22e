package io.tallygate.boot;

import java.util.Locale;

/** Text as it may stand in one line of a log. */
final class LogText {
    private LogText() {}

    /** The text with every character that ends a line, is none, or turns others round as an escape of Java. */
    static String escaped(String text) {
        if (text.chars().allMatch(LogText::isHarmless)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (isHarmless(c)) {
                escaped.append((char) c);
            } else {
                escaped.append(escape(c));
            }
        });
        return escaped.toString();
    }

    private static boolean isHarmless(int c) {
        return c == '\t'
                || switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        false;
                    default -> true;
                };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.format(Locale.ROOT, "\\u%04x", c);
        };
    }
}
