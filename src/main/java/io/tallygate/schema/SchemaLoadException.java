package io.tallygate.schema;

/** A file of the catalogue cannot be used. The message names the file and the reason; the gateway must not start. */
public final class SchemaLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;

    SchemaLoadException(String file, String reason) {
        super(file + ": " + reason);
        this.file = file;
    }

    SchemaLoadException(String file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file;
    }

    /** The file or directory at fault, as the message names it. */
    public String file() {
        return file;
    }
}
