package io.tallygate.boot;

/** The database is set up in a way in which what it has committed can be lost. */
final class UnsafeDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsafeDatabaseException(String message) {
        super(message);
    }
}
