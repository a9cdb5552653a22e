package io.tallygate.boot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallygate.timeout.Timeouts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections on which no whole request comes in time. The server's idle time-out bounds silence only: a client that
 * sends one byte now and then would keep its connection for ever. Vert.x tells nobody of a connection before its first
 * request, so each event loop looks through its own, once a second.
 */
@Singleton
class ConnectionWatch {
    private static final AttributeKey<Progress> PROGRESS = AttributeKey.valueOf("tallygate.http.progress");

    private final Vertx vertx;
    private final long bound;
    private final Counter closed;
    private final List<Future<?>> rounds = new ArrayList<>();

    ConnectionWatch(Vertx vertx, HttpConfig config, MeterRegistry registry) {
        this.vertx = vertx;
        this.bound = config.requestTimeout().toNanos();
        this.closed = Timeouts.of("http-request", registry);
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::follow);
    }

    void start(@Observes StartupEvent started) {
        for (EventExecutor executor : ((VertxInternal) vertx).getEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                rounds.add(loop.scheduleWithFixedDelay(() -> look(loop), 1, 1, TimeUnit.SECONDS));
            }
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        rounds.forEach(round -> round.cancel(false));
    }

    private void follow(RoutingContext context) {
        if (context.request().connection() instanceof ConnectionBase connection) {
            Progress progress = progressOf(connection.channel());
            progress.began(context.request());
            context.addEndHandler(ended -> progress.answered(context.request()));
        }
        context.next();
    }

    private void look(SingleThreadEventLoop loop) {
        List<Channel> overdue = new ArrayList<>();
        loop.registeredChannelsIterator().forEachRemaining(channel -> {
            if (channel.parent() instanceof ServerChannel && progressOf(channel).isOverdue(bound)) {
                overdue.add(channel);
            }
        });
        overdue.forEach(Channel::close);
        closed.increment(overdue.size());
    }

    private static Progress progressOf(Channel channel) {
        // On the connection's own loop, so nobody else makes one meanwhile.
        Attribute<Progress> attribute = channel.attr(PROGRESS);
        if (attribute.get() == null) {
            attribute.set(new Progress());
        }
        return attribute.get();
    }

    /** What one connection's client has done. Answers may end on other threads than the connection's. */
    private static final class Progress {
        /** When each request that has no answer yet began; several with HTTP/2. */
        private final Map<HttpServerRequest, Long> open = new HashMap<>();

        private long idleSince = System.nanoTime();

        synchronized void began(HttpServerRequest request) {
            open.put(request, System.nanoTime());
        }

        synchronized void answered(HttpServerRequest request) {
            open.remove(request);
            idleSince = System.nanoTime();
        }

        synchronized boolean isOverdue(long bound) {
            long now = System.nanoTime();
            return open.isEmpty()
                    ? now - idleSince > bound
                    : open.entrySet().stream()
                            .anyMatch(request -> now - request.getValue() > bound
                                    && !request.getKey().isEnded());
        }
    }
}
