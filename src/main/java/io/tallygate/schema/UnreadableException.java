package io.tallygate.schema;

import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Violation;
import java.util.List;

/** Bytes are not one JSON object as the gateway reads it. Thrown for what a sender did, so it has no stack trace. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_MESSAGE = 300;

    private final String rule;
    private final long offset;
    private final String pointer;

    /**
     * @param rule the rule that is violated, e.g. {@code encoding}
     * @param offset the byte at fault, from 0; negative if it is none in particular
     * @param pointer the place in the JSON text as far as it was read
     * @param reason what is wrong
     */
    UnreadableException(String rule, long offset, String pointer, String reason) {
        super(reason, null, false, false);
        this.rule = rule;
        this.offset = offset;
        this.pointer = pointer;
    }

    Rejection rejection(byte[] bytes) {
        String message = Excerpt.of(place(bytes) + getMessage(), MAX_MESSAGE);
        Violation violation = Violation.ofRule(Pointers.shown(pointer), rule, message);
        return new Rejection(RejectionReason.UNREADABLE, message, List.of(violation));
    }

    /** Lines and columns count from 1, columns in bytes. */
    private String place(byte[] bytes) {
        if (offset < 0) {
            return "";
        }
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(offset, bytes.length); i++) {
            if (bytes[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return "line " + line + ", column " + (offset - lineStart + 1) + " (byte " + offset + "): ";
    }
}
