package io.tallygate.boot;

/** The database is set up in a way in which what it has committed can be lost, or what it keeps be seen by others. */
final class UnsafeDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsafeDatabaseException(String message) {
        super(message);
    }
}
