package io.tallygate.audit;

/** The storage is away, too slow, or did not say whether it committed: the outcome is unknown, trying again is safe. */
public final class StorageUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StorageUnavailableException(String message) {
        super(message);
    }
}
