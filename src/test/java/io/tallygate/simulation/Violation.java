package io.tallygate.simulation;

/** What must never be so is so. An error, so that no product code takes it for a fault of the storage. */
public final class Violation extends Error {
    private static final long serialVersionUID = 1L;

    public Violation(String what) {
        super(what);
    }

    public static void unless(boolean so, String what) {
        if (!so) {
            throw new Violation(what);
        }
    }
}
