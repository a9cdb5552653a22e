package io.tallygate.boot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.security.AuthenticationFailedException;
import io.tallygate.access.Refusal;
import io.tallygate.access.Refusals;
import io.tallygate.api.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Problem details for what ends before any resource is asked: a body that is too long, or that there is no room for. */
@Singleton
class RouterProblems {
    /** Only who watches connections is before. */
    static final int BEFORE_ALL = Integer.MIN_VALUE + 1;

    private static final String RETRY_AFTER_SECONDS = "5";

    private final ObjectMapper json;
    private final long maxBody;
    private final Refusals refusals;

    RouterProblems(
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody,
            Refusals refusals) {
        this.json = json;
        this.refusals = refusals;
        this.maxBody = maxBody.asLongValue();
    }

    void install(@Observes Router router) {
        router.route().order(BEFORE_ALL).handler(this::refuseTooLong);
        router.errorHandler(413, this::tooLong);
        router.route().order(BEFORE_ALL).failureHandler(this::refused);
    }

    /** A credential that was shown and is not good. */
    private void refused(RoutingContext context) {
        if (!(context.failure() instanceof AuthenticationFailedException)) {
            context.next();
            return;
        }
        Refusal refusal = refusals.of(context);
        if (refusal == Refusal.TOO_MANY || refusal == Refusal.KEYS_NOT_READ) {
            context.response().putHeader("Retry-After", RETRY_AFTER_SECONDS);
        } else {
            context.response().putHeader("WWW-Authenticate", AccessProblems.CHALLENGE);
        }
        answer(context, AccessProblems.of(refusal));
    }

    private void refuseTooLong(RoutingContext context) {
        if (ContentLength.of(context.request()).orElse(0) > maxBody) {
            tooLong(context);
        } else {
            context.next();
        }
    }

    private void tooLong(RoutingContext context) {
        // What follows on this connection is the rest of the body.
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        answer(
                context,
                Problem.of(
                        413,
                        "request-too-large",
                        "The request is too large",
                        "A request may have " + maxBody + " bytes; none of it was taken in"));
    }

    /** No room for this large request at the moment. */
    void noRoom(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close").putHeader("Retry-After", RETRY_AFTER_SECONDS);
        answer(
                context,
                Problem.of(
                        503,
                        "too-many-large-requests",
                        "Too many large requests at a time",
                        "None of it was taken in; send it again later, or in smaller requests"));
    }

    /** Ends a request of which not even the rest is to be read. */
    void refuse(RoutingContext context, Problem problem) {
        if (context.request().version() != HttpVersion.HTTP_2
                && !context.request().isEnded()) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        answer(context, problem);
    }

    private void answer(RoutingContext context, Problem problem) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem can always be written as JSON", e);
        }
    }
}
