package io.tallygate.audit;

/** The storage refuses the data itself; trying the same again would fail the same way. */
public final class NotStorableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotStorableException(String message, Throwable cause) {
        super(message, cause);
    }
}
