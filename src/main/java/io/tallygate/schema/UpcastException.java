package io.tallygate.schema;

/** An event cannot be read as one of another version. The message says why, for who asked. */
public final class UpcastException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UpcastException(String message) {
        super(message, null, false, false);
    }
}
