package io.tallygate.access;

/** The labels of {@link Role} as annotations need them. */
public final class Roles {
    /** {@link Role#PUBLISHER}. */
    public static final String PUBLISHER = "publisher";
    /** {@link Role#VIEWER}. */
    public static final String VIEWER = "viewer";
    /** {@link Role#OPERATOR}. */
    public static final String OPERATOR = "operator";
    /** {@link Role#AUDITOR}. */
    public static final String AUDITOR = "auditor";
    /** {@link Role#ADMINISTRATOR}. */
    public static final String ADMINISTRATOR = "administrator";

    private Roles() {}
}
