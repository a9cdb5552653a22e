package io.tallygate.boot;

import io.tallygate.access.AccessMode;
import io.tallygate.access.Refusal;
import io.tallygate.api.Problem;

/** Answers to those who may not ask. They say what to do, and nothing of what is there. */
final class AccessProblems {
    /** RFC 6750. */
    static final String CHALLENGE = "Bearer realm=\"tallygate\"";

    /** The member that names the path at which people sign in: by it the page tells whether they can. */
    private static final String SIGN_IN = "signIn";

    private AccessProblems() {}

    static Problem noCredential(AccessMode mode) {
        String key = mode.takesKeys() ? "an API key (Authorization: Bearer tg_...)" : "";
        String person = mode.takesPeople() ? "a token of your provider, or sign in at /login" : "";
        String either = key.isEmpty() || person.isEmpty() ? "" : ", or ";
        Problem problem =
                Problem.of(401, "no-credential", "Who are you?", "This needs a credential: " + key + either + person);
        return mode.signIn().map(path -> problem.with(SIGN_IN, path)).orElse(problem);
    }

    static Problem roleMissing() {
        return Problem.of(
                403,
                "role-missing",
                "Your credential does not allow this",
                "The OpenAPI at /q/openapi names the role that this needs; /api/v1/me says which ones you have");
    }

    static Problem of(Refusal refusal) {
        return switch (refusal) {
            case WRONG_KEY ->
                Problem.of(
                        401,
                        "wrong-credential",
                        "The credential is not good",
                        "This is no key that is valid: it may be mistyped, expired or revoked");
            case WRONG_TOKEN ->
                Problem.of(
                        401,
                        "wrong-credential",
                        "The credential is not good",
                        "This is no valid token of the provider for this gateway: it may be expired, or issued for others");
            case TOO_MANY ->
                Problem.of(429, "too-many-wrong", "Too many wrong credentials", "Come again later, with a right one");
            case KEYS_NOT_READ ->
                Problem.of(
                        503,
                        "unavailable",
                        "Cannot be answered now",
                        "The storage is away, and with it the keys; try again");
        };
    }
}
