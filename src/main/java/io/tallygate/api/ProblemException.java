package io.tallygate.api;

import java.util.Map;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    public static ProblemException of(Problem problem) {
        return new ProblemException(problem, Map.of());
    }

    /** 400: a parameter of the request cannot be understood. */
    public static ProblemException badParameter(String name, String detail) {
        return of(Problem.of(400, "bad-parameter", "A parameter cannot be understood", name + ": " + detail)
                .with("parameter", name));
    }

    /** 404: there is nothing of that name. */
    public static ProblemException notFound(String detail) {
        return of(Problem.of(404, "not-found", "Not found", detail));
    }

    /** 409: more than one thing has that name. */
    public static ProblemException ambiguous(String detail) {
        return of(Problem.of(409, "ambiguous", "More than one has that name", detail));
    }

    /** 503 with {@code Retry-After}: storage away or too slow; trying again is safe. */
    public static ProblemException unavailable(String detail, long retryAfterSeconds) {
        return new ProblemException(
                Problem.of(503, "unavailable", "Cannot be answered now", detail),
                Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }

    /** 429 with {@code Retry-After}: what may be done at a time is being done already. */
    public static ProblemException busy(String detail, long retryAfterSeconds) {
        return new ProblemException(
                Problem.of(429, "busy", "Too much of that kind at a time", detail),
                Map.of("Retry-After", Long.toString(retryAfterSeconds)));
    }

    public Problem problem() {
        return problem;
    }

    /** Headers that belong to the answer. */
    public Map<String, String> headers() {
        return headers;
    }
}
