package io.tallygate.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.tallygate.timeout.Timeouts;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives a trigger to the handler of its job: a {@link JobHandler} bean, else the endpoint that is configured for it, else
 * the log, which is all that a worker without either can do.
 */
@Singleton
class JobDispatcher {
    private static final Logger LOG = Logger.getLogger(JobDispatcher.class);

    private final Map<String, JobHandler> handlers;
    private final Map<String, String> endpoints;
    private final JobsConfig.Worker config;
    private final HttpClient http;
    private final Counter timeouts;

    JobDispatcher(@All List<JobHandler> handlers, JobCatalogue catalogue, JobsConfig config, MeterRegistry registry) {
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::job, Function.identity()));
        this.endpoints = catalogue.endpoints();
        this.config = config.worker();
        this.timeouts = Timeouts.of("job-endpoint", registry);
        this.http = HttpClient.newBuilder()
                .connectTimeout(this.config.endpointTimeout())
                .build();
    }

    CompletionStage<Void> dispatch(TriggeredJob trigger) {
        JobHandler handler = handlers.get(trigger.job());
        if (handler != null) {
            return handler.handle(trigger);
        }
        String endpoint = endpoints.get(trigger.job());
        if (endpoint != null) {
            return post(URI.create(endpoint), trigger);
        }
        LOG.infof(
                "Job %s triggered by %s (event %s, tenant %s): no handler and no endpoint, so this line is all",
                trigger.job(),
                visible(trigger.triggeredBy()),
                trigger.event().id(),
                trigger.event().tenant());
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> post(URI endpoint, TriggeredJob trigger) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(config.endpointTimeout())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", trigger.event().id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        trigger.event().content().bytes()))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, failure) -> countTimeout(failure))
                .thenAccept(response -> {
                    if (response.statusCode() / 100 != 2) {
                        throw new IllegalStateException(
                                "The endpoint of job " + trigger.job() + " answered " + response.statusCode());
                    }
                });
    }

    private void countTimeout(@Nullable Throwable failure) {
        if (failure instanceof HttpTimeoutException
                || (failure != null && failure.getCause() instanceof HttpTimeoutException)) {
            timeouts.increment();
        }
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
