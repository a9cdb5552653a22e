package io.tallygate.projection;

import io.tallygate.event.Content;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Makes text of an event's content fit to be stored. It may be as long as an event, which no index takes, and may hold
 * U+0000, which no text of PostgreSQL can.
 */
public final class StoredText {
    /** The longest key, in characters. */
    public static final int MAX_KEY = 200;

    private static final int DIGITS = 16;
    private static final char REPLACEMENT = '\uFFFD';
    private static final char CUT = '\u2026';

    private StoredText() {}

    /**
     * A text by which things are told apart: itself if it fits, else its beginning and a part of its SHA-256, so that two of
     * the same beginning stay two.
     */
    public static String key(String text) {
        String clean = clean(text);
        if (clean.length() <= MAX_KEY && clean.equals(text)) {
            return text;
        }
        String digest = Content.of(text.getBytes(StandardCharsets.UTF_8)).sha256Hex();
        return cut(clean, MAX_KEY - DIGITS - 1) + "~" + digest.substring(0, DIGITS);
    }

    /** The same, or nothing for nothing. */
    public static String key(Optional<String> text) {
        return text.map(StoredText::key).orElse("");
    }

    /** A text to be read: its beginning, with an ellipsis if that is not all. */
    public static String excerpt(String text, int maxChars) {
        return text.length() <= maxChars ? clean(text) : cut(clean(text), maxChars - 1) + CUT;
    }

    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', REPLACEMENT);
    }

    /** Not through the middle of a character of two. */
    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
