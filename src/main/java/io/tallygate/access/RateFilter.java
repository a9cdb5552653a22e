package io.tallygate.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallygate.access.Rates.Allowance;
import io.tallygate.api.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Holds callers to their rates, and tells them what they have left ({@code RateLimit} and {@code RateLimit-Policy} as the
 * IETF's draft-ietf-httpapi-ratelimit-headers has them).
 */
@ApplicationScoped
class RateFilter {
    private static final String LEFT = RateFilter.class.getName();
    private static final long UNIT_BYTES = 16 * 1024;

    private final AccessMode mode;
    private final CurrentCaller callers;
    private final Rates rates;
    private final MeterRegistry registry;

    RateFilter(AccessMode mode, CurrentCaller callers, Rates rates, MeterRegistry registry) {
        this.mode = mode;
        this.callers = callers;
        this.rates = rates;
        this.registry = registry;
    }

    @ServerRequestFilter(nonBlocking = true)
    public Optional<Response> use(ContainerRequestContext request) {
        if (mode.isOpen()) {
            return Optional.empty();
        }
        Optional<Caller> caller = callers.ifKnown();
        if (caller.isEmpty()) {
            return Optional.empty();
        }
        List<Allowance> left = rates.use(caller.get(), units(request));
        request.setProperty(LEFT, left);
        return left.stream().filter(Allowance::isSpent).findFirst().map(this::tooMany);
    }

    private static long units(ContainerRequestContext request) {
        return 1 + (Math.max(0, request.getLength()) + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    private Response tooMany(Allowance spent) {
        registry.counter("tallygate.access.limited", "limit", spent.name()).increment();
        long seconds = Math.max(1, spent.comeBackIn().plusMillis(999).toSeconds());
        return Response.status(429)
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .entity(Problem.of(
                        429,
                        "rate-limited",
                        "Too many requests",
                        "The allowance of this " + spent.name() + " is used up; come again in " + seconds + " s"))
                .build();
    }

    @ServerResponseFilter
    @SuppressWarnings("unchecked")
    public void tell(ContainerRequestContext request, ContainerResponseContext response) {
        @Nullable Object left = request.getProperty(LEFT);
        if (left != null) {
            List<Allowance> allowances = (List<Allowance>) left;
            response.getHeaders()
                    .putSingle("RateLimit-Policy", each(allowances, a -> ";q=" + a.quota() + ";w=" + a.seconds()));
            response.getHeaders()
                    .putSingle(
                            "RateLimit",
                            each(
                                    allowances,
                                    a -> ";r=" + a.remaining() + ";t="
                                            + a.comeBackIn().plusMillis(999).toSeconds()));
        }
    }

    private static String each(List<Allowance> allowances, Function<Allowance, String> text) {
        return allowances.stream()
                .map(allowance -> '"' + allowance.name() + '"' + text.apply(allowance))
                .collect(Collectors.joining(", "));
    }
}
