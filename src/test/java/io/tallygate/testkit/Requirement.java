package io.tallygate.testkit;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** A test whose surroundings are missing is skipped, visibly; where a build promises to have them, it fails. */
final class Requirement {
    private Requirement() {}

    /**
     * Decides before a test is run.
     *
     * @param required the setting that turns the skip into a failure
     * @param missing what is missing, as a reason for a person; empty if the test can run
     */
    static ConditionEvaluationResult decide(String required, Optional<String> missing) {
        failIfPromised(required, missing);
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("all there"));
    }

    /** The same decision from within a test. */
    static void assume(String required, Optional<String> missing) {
        failIfPromised(required, missing);
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    private static void failIfPromised(String required, Optional<String> missing) {
        if (missing.isPresent() && Settings.isTrue(required)) {
            throw new IllegalStateException(required + " is set, but the test " + missing.get());
        }
    }
}
