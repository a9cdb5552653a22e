package io.tallygate.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.FailFastAssertionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * One evaluation of a schema, that stops at a number of errors, and at a number of steps. The library itself can only
 * stop at the first error or never: an object with 100,000 faults then costs seconds and megabytes, and alternatives that
 * lead back to themselves double the steps with each level of the event.
 *
 * <p>Alternatives ({@code anyOf}, {@code not}, ...) collect into lists of their own to see whether they are empty; those
 * are bounded too, but do not stop the evaluation.
 */
final class BoundedContext extends ExecutionContext {
    private static final ExecutionConfig FORMATS_ASSERTED = config(true);
    private static final ExecutionConfig FORMATS_IGNORED = config(false);

    /** Some 50 ms; the largest event has room for 130,000 values. */
    private static final int MAX_STEPS = 500_000;

    private final BoundedErrors found;
    private final int maxSteps;
    private int steps;

    /** Thrown where an evaluation stops because it has taken too many steps, or its expressions have. */
    static final class TooCostlyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostlyException() {
            super("takes too many steps to check: it is too large, or too deep, for its schema", null, false, false);
        }
    }

    private BoundedContext(ExecutionConfig config, int maxErrors, int maxSteps) {
        super(config);
        this.maxSteps = maxSteps;
        this.found = new BoundedErrors(maxErrors);
        setErrors(found);
    }

    /** @param maxErrors how many errors are collected at most */
    static BoundedContext assertingFormats(int maxErrors) {
        return new BoundedContext(FORMATS_ASSERTED, maxErrors, MAX_STEPS);
    }

    /** A context that stops at the first error and takes every format for an annotation. */
    static BoundedContext ignoringFormats() {
        return new BoundedContext(FORMATS_IGNORED, 1, Integer.MAX_VALUE);
    }

    private static ExecutionConfig config(boolean formats) {
        return ExecutionConfig.builder()
                .locale(Locale.ROOT)
                .formatAssertionsEnabled(formats)
                .build();
    }

    /** The errors found, at most as many as allowed. */
    List<Error> found() {
        return found;
    }

    @Override
    public void evaluationPathAddLast(String step) {
        count();
        super.evaluationPathAddLast(step);
    }

    @Override
    public void evaluationPathAddLast(int step) {
        count();
        super.evaluationPathAddLast(step);
    }

    private void count() {
        if (++steps > maxSteps) {
            throw new TooCostlyException();
        }
    }

    @Override
    public void addError(Error error) {
        List<Error> target = getErrors();
        if (target == found || target.size() < found.max) {
            target.add(error);
        }
    }

    /** Stops the evaluation by the exception that the library itself uses to fail fast, and so lets pass. */
    private static final class BoundedErrors extends ArrayList<Error> {
        private static final long serialVersionUID = 1L;
        private final int max;

        BoundedErrors(int max) {
            super(2);
            this.max = max;
        }

        @Override
        public boolean add(Error error) {
            super.add(error);
            if (size() >= max) {
                throw new FailFastAssertionException(error);
            }
            return true;
        }

        @Override
        public boolean addAll(Collection<? extends Error> errors) {
            errors.forEach(this::add);
            return !errors.isEmpty();
        }
    }
}
