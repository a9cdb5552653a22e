package io.tallygate.boot;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.tallygate.access.AccessMode;
import io.tallygate.api.Problem;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.NotStorableException;
import io.tallygate.audit.StorageUnavailableException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Whatever ends a request without a result is answered as problem details; what is our fault is logged with its cause. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final AccessMode mode;

    ProblemMappers(AccessMode mode) {
        this.mode = mode;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        Response.ResponseBuilder answer = of(e.problem());
        e.headers().forEach(answer::header);
        return answer.build();
    }

    @ServerExceptionMapper
    Response storageAway(StorageUnavailableException e) {
        LOG.warn("A request could not be answered: the storage is away or too slow", e);
        return problem(ProblemException.unavailable("The storage is away or too slow; try again", RETRY_AFTER_SECONDS));
    }

    @ServerExceptionMapper
    Response parameterNotStorable(NotStorableException e) {
        LOG.debug("A parameter that PostgreSQL cannot hold", e);
        return of(Problem.of(
                        400,
                        "bad-parameter",
                        "A parameter cannot be understood",
                        "A parameter holds something that no stored event can have"))
                .build();
    }

    @ServerExceptionMapper
    Response nobody(UnauthorizedException e) {
        return of(AccessProblems.noCredential(mode))
                .header(HttpHeaders.WWW_AUTHENTICATE, AccessProblems.CHALLENGE)
                .build();
    }

    @ServerExceptionMapper
    Response notAllowed(ForbiddenException e) {
        return of(AccessProblems.roleMissing()).build();
    }

    @ServerExceptionMapper
    Response webError(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        Response.ResponseBuilder answer = of(Problem.of(
                status,
                "http-" + status,
                e.getResponse().getStatusInfo().getReasonPhrase(),
                HINTS.getOrDefault(status, "See the OpenAPI at /q/openapi")));
        if (e.getResponse().getHeaderString("Allow") != null) {
            answer.header("Allow", e.getResponse().getHeaderString("Allow"));
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response fault(Exception e) {
        if (isOfAClientThatHasGone(e)) {
            // Else anybody could fill the log: by taking requests back.
            LOG.debug("A client has gone before its answer", e);
        } else {
            LOG.error("A fault of ours while answering a request", e);
        }
        return of(Problem.of(500, "fault", "A fault of the gateway", "It is in the gateway's log"))
                .build();
    }

    /** Only the connection says so: it fails while an answer is written. */
    private static boolean isOfAClientThatHasGone(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpClosedException
                    || cause instanceof StreamResetException
                    || cause instanceof ClosedChannelException
                    || (cause instanceof IOException && "Connection has been closed".equals(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static final Map<Integer, String> HINTS = Map.of(
            404, "There is nothing at this address; the OpenAPI at /q/openapi lists what there is",
            405, "This address does not take that method",
            406, "Answers are application/json",
            415,
                    "Send one event or an array of events as application/json, or one event a line as"
                            + " application/x-ndjson: set the Content-Type");

    private static Response.ResponseBuilder of(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    }
}
