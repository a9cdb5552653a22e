package io.tallygate.evolution;

/** What is left of the {@link CheckBounds} of one check. */
final class Budget {
    private final long deadline;
    private int steps;
    private int documents;

    /** Thrown where the check stops. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException(String what) {
            super("the check came to its bound of " + what, null, false, false);
        }
    }

    Budget(CheckBounds bounds) {
        this.steps = bounds.maxSteps();
        this.documents = bounds.maxDocuments();
        this.deadline = System.nanoTime() + bounds.maxDuration().toNanos();
    }

    void step() {
        if (--steps < 0) {
            throw new SpentException("steps");
        }
        if ((steps & 0xFF) == 0) {
            checkTime();
        }
    }

    void document() {
        if (--documents < 0) {
            throw new SpentException("documents");
        }
        checkTime();
    }

    private void checkTime() {
        if (System.nanoTime() - deadline > 0) {
            throw new SpentException("time");
        }
    }
}
