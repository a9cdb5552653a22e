package io.tallygate.acts;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.tallygate.access.Caller;
import io.tallygate.access.CurrentCaller;
import io.tallygate.access.Role;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Keeps on record what the caller of the request that is being answered is about to do; to be called on its own thread. */
@Singleton
public final class CallersActs {
    private final Acts acts;
    private final CurrentCaller caller;
    private final CurrentVertxRequest request;

    CallersActs(Acts acts, CurrentCaller caller, CurrentVertxRequest request) {
        this.acts = acts;
        this.caller = caller;
        this.request = request;
    }

    /**
     * Keeps an act of the caller; it is in the log when this returns.
     *
     * @throws io.tallygate.api.ProblemException if it is not in the log, or that is not known: then it must not be done
     */
    public void record(Act act) {
        acts.record(act, actor());
    }

    /** The caller, and where the request came from. */
    Actor actor() {
        Caller who = caller.get();
        return new Actor(
                who.kind().name().toLowerCase(Locale.ROOT),
                who.id(),
                who.name(),
                Set.copyOf(Role.labels(who.roles())),
                address());
    }

    /** Behind a proxy the address that it forwards, where {@code quarkus.http.proxy} says that it is to be believed. */
    private Optional<String> address() {
        return Optional.ofNullable(request.getCurrent())
                .map(RoutingContext::request)
                .map(current -> current.remoteAddress())
                .map(SocketAddress::hostAddress);
    }
}
