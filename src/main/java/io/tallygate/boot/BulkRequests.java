package io.tallygate.boot;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bounds what large requests hold in memory together, from their first line to their answer: a few dozen of them, sent half
 * or all at once, would fill the heap otherwise. Small ones are not counted and go on when there is no room for large ones.
 */
@Singleton
class BulkRequests {
    private static final long SMALL = 64 * 1024;
    private static final long PART_OF_HEAP = 8;
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final RouterProblems problems;
    private final long maxBody;
    private final long room;
    private final AtomicLong held = new AtomicLong();

    BulkRequests(
            RouterProblems problems,
            HttpConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.problems = problems;
        this.maxBody = maxBody.asLongValue();
        this.room = config.maxBulkBytes()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    void install(@Observes Router router) {
        router.route().order(RouterProblems.BEFORE_ALL + 1).handler(this::admit);
    }

    private void admit(RoutingContext context) {
        long bytes = announced(context.request());
        if (bytes <= SMALL) {
            context.next();
        } else if (take(bytes)) {
            giveBackAtEnd(context, bytes);
            context.next();
        } else {
            problems.noRoom(context);
        }
    }

    /** The end of its answer is not told in all cases: not when it grew too long and was cut off. */
    private void giveBackAtEnd(RoutingContext context, long bytes) {
        AtomicBoolean given = new AtomicBoolean();
        Runnable giveBack = () -> {
            if (given.compareAndSet(false, true)) {
                held.addAndGet(-bytes);
            }
        };
        context.addEndHandler(ended -> giveBack.run());
        if (context.request().connection() instanceof ConnectionBase connection) {
            connection.channel().closeFuture().addListener(closed -> giveBack.run());
        }
    }

    /** One that is larger by itself is let in where there is none. */
    private boolean take(long bytes) {
        long before = held.getAndUpdate(now -> fits(now, bytes) ? now + bytes : now);
        return fits(before, bytes);
    }

    private boolean fits(long before, long bytes) {
        return before == 0 || before + bytes <= room;
    }

    /** Of one that does not say, the most that it may have. Too long ones were refused already. */
    private long announced(HttpServerRequest request) {
        OptionalLong length = ContentLength.of(request);
        if (length.isPresent()) {
            return length.getAsLong();
        }
        boolean mayHaveBody = request.version() == HttpVersion.HTTP_2
                ? WITH_BODY.contains(request.method())
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        return mayHaveBody ? maxBody : 0;
    }
}
