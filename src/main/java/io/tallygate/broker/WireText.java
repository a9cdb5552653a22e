package io.tallygate.broker;

import com.rabbitmq.client.LongString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what strangers put on the wire into text that is safe to keep and to show. Never throws, whatever the value. */
final class WireText {
    private static final int PROPERTY_LENGTH = 255;
    private static final int MAX_DEPTH = 4;
    private static final String CUT = "...";

    private final StringBuilder text = new StringBuilder();
    private final int maxLength;

    private WireText(int maxLength) {
        this.maxLength = maxLength;
    }

    /** A property of the protocol; empty for none. */
    static String property(@Nullable Object value) {
        return value == null ? "" : render(value, PROPERTY_LENGTH);
    }

    /** Any value of an AMQP table as text of at most {@code maxLength} characters; what is cut ends in three dots. */
    static String render(@Nullable Object value, int maxLength) {
        WireText rendered = new WireText(maxLength);
        rendered.appendValue(value, 0);
        return rendered.toString();
    }

    private void appendValue(@Nullable Object value, int depth) {
        if (isFull()) {
            return;
        }
        if (value instanceof LongString string) {
            // Only as many bytes as can matter are decoded: a character has at most four of them.
            appendVisible(decode(string.getBytes()));
        } else if (value instanceof byte[] bytes) {
            appendVisible("0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, maxLength)));
        } else if (value instanceof Date date) {
            appendVisible(date.toInstant().toString());
        } else if (value instanceof Map<?, ?> table) {
            appendTable(table, depth);
        } else if (value instanceof Collection<?> array) {
            appendArray(array, depth);
        } else {
            appendVisible(String.valueOf(value));
        }
    }

    private void appendTable(Map<?, ?> table, int depth) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : table.entrySet()) {
            if (isFull() || depth == MAX_DEPTH) {
                text.append(CUT);
                break;
            }
            text.append(separator);
            appendVisible(String.valueOf(entry.getKey()));
            text.append('=');
            appendValue(entry.getValue(), depth + 1);
            separator = ", ";
        }
        text.append('}');
    }

    private void appendArray(Collection<?> array, int depth) {
        text.append('[');
        String separator = "";
        for (Object value : array) {
            if (isFull() || depth == MAX_DEPTH) {
                text.append(CUT);
                break;
            }
            text.append(separator);
            appendValue(value, depth + 1);
            separator = ", ";
        }
        text.append(']');
    }

    private void appendVisible(String raw) {
        for (int i = 0; i < raw.length() && !isFull(); ) {
            int codePoint = raw.codePointAt(i);
            i += Character.charCount(codePoint);
            switch (Character.getType(codePoint)) {
                // Format characters are among them: they can turn the direction of a line that an operator reads.
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> text.append(escaped(codePoint));
                default -> text.appendCodePoint(codePoint);
            }
        }
    }

    private static String escaped(int codePoint) {
        StringBuilder units = new StringBuilder();
        for (char unit : Character.toChars(codePoint)) {
            units.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits(unit));
        }
        return units.toString();
    }

    private String decode(byte[] bytes) {
        int most = Math.min(bytes.length, 4 * (maxLength + 1));
        return new String(Arrays.copyOf(bytes, most), StandardCharsets.UTF_8);
    }

    private boolean isFull() {
        return text.length() > maxLength;
    }

    @Override
    public String toString() {
        if (text.length() <= maxLength) {
            return text.toString();
        }
        int end = maxLength - CUT.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + CUT;
    }
}
