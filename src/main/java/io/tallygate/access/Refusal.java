package io.tallygate.access;

/** Why a credential was not taken. The label is that of a metric. */
public enum Refusal {
    /** No key of ours: unknown, expired, revoked or not well-formed. */
    WRONG_KEY("wrong-key"),
    /** A token that the provider did not issue for us, or not for now. */
    WRONG_TOKEN("wrong-token"),
    /** So many wrong ones came that this one is told to come later. */
    TOO_MANY("too-many"),
    /** The gateway has just started, and the database that has the keys is not there yet. */
    KEYS_NOT_READ("keys-not-read");

    private final String label;

    Refusal(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
