package io.tallygate.schema;

import java.util.Locale;

/** Makes foreign text fit to be shown, logged and stored: short, one line, no control characters. */
final class Excerpt {
    private static final char CUT = '\u2026';

    private Excerpt() {}

    /**
     * The text in at most {@code maxChars} characters, of which the last is an ellipsis if it was longer. Control and invisible format
     * characters (these could reorder a log line) and lone surrogates appear as {@code \}{@code uXXXX}.
     */
    static String of(String text, int maxChars) {
        if (text.length() <= maxChars && isPlain(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(Math.min(text.length(), maxChars) + 16);
        int cutAt = 0; // where there is still room for the ellipsis
        for (int at = 0; at < text.length() && shown.length() <= maxChars; ) {
            if (shown.length() < maxChars) {
                cutAt = shown.length();
            }
            int codePoint = text.codePointAt(at);
            if (isPlain(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
            }
            at += Character.charCount(codePoint);
        }
        if (shown.length() > maxChars) {
            shown.setLength(cutAt);
            shown.append(CUT);
        }
        return shown.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return text.codePoints().allMatch(Excerpt::isPlain);
            }
        }
        return true;
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
