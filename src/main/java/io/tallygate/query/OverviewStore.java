package io.tallygate.query;

import io.tallygate.audit.Database;
import io.tallygate.audit.TenantReads;
import io.tallygate.event.Tenants;
import io.tallygate.figures.DurationHistogram;
import io.tallygate.figures.FiguresConfig;
import io.tallygate.query.ActivityStore.Total;
import io.tallygate.query.Overview.Attention;
import io.tallygate.query.Overview.Change;
import io.tallygate.query.RunFigures.Ended;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how things are. Each part has a bound of its own and is left out if it takes longer: whoever looks here because
 * much goes wrong must see what there is.
 */
@Singleton
class OverviewStore {
    private static final int OF_A_KIND = 3;

    private final BoundedReads reads;
    private final Masking masking;
    private final FigureRanges ranges;
    private final FiguresConfig config;

    OverviewStore(TenantReads tenantReads, Masking masking, FigureRanges ranges, FiguresConfig config) {
        this.masking = masking;
        this.reads = new BoundedReads(tenantReads, config.partTimeout());
        this.ranges = ranges;
        this.config = config;
    }

    /** A figure in both ranges. */
    private record Both<T>(T value, T before) {}

    Overview overview(FigureFilter filter, Span span) {
        List<String> missing = new ArrayList<>();
        Optional<Both<Total>> events = part(
                filter,
                List.of("events", "eventsPerSecond"),
                missing,
                connection -> new Both<>(
                        ActivityStore.total(connection, filter, ranges.countable(span)),
                        ActivityStore.total(connection, filter, ranges.countable(span.before()))));
        Optional<Both<Ended>> runs = part(
                filter,
                List.of("failureShare", "p95DurationMs"),
                missing,
                connection -> new Both<>(
                        RunFigures.ended(connection, filter, span),
                        RunFigures.ended(connection, filter, span.before())));
        Optional<Change> quarantined = part(
                filter,
                List.of("quarantined"),
                missing,
                connection -> new Change(
                        QuarantineFigures.count(connection, filter, span),
                        QuarantineFigures.count(connection, filter, span.before())));
        Optional<List<RunFigures.Run>> oldest = part(
                filter,
                List.of("oldestUnfinished"),
                missing,
                connection -> RunFigures.oldestUnfinished(connection, filter));
        return new Overview(
                span.begin(),
                span.end(),
                events.map(found -> new Change(found.value.events(), found.before.events()))
                        .orElse(null),
                events.map(found -> perSecond(found, span)).orElse(null),
                runs.map(found -> new Change(share(found.value), share(found.before)))
                        .orElse(null),
                runs.map(found -> new Change(p95(found.value.durations()), p95(found.before.durations())))
                        .orElse(null),
                quarantined.orElse(null),
                oldest.flatMap(found -> found.stream().findFirst())
                        .map(RunFigures.Run::name)
                        .orElse(null),
                part(
                                filter,
                                List.of("failuresByType"),
                                missing,
                                connection -> RunFigures.failuresByType(connection, filter, span, config.groups()))
                        .orElse(List.of()),
                attention(filter, span, missing),
                missing);
    }

    private List<Attention> attention(FigureFilter filter, Span span, List<String> missing) {
        List<Attention> found = new ArrayList<>();
        List<String> name = List.of("attention");
        part(
                        filter,
                        name,
                        missing,
                        connection -> ProjectionStore.lag(connection, filter.tenants(), config.lagEvents() + 1))
                .flatMap(events -> attentionOfLag(filter, events))
                .ifPresent(found::add);
        part(filter, name, missing, connection -> RunFigures.lastFailed(connection, filter, span, OF_A_KIND))
                .ifPresent(runs -> runs.forEach(run -> found.add(
                        AttentionTexts.failed(run, masking.failure(filter.reader(), run.dialect(), run.failure())))));
        part(filter, name, missing, connection -> RunFigures.lastStalled(connection, filter, span, OF_A_KIND))
                .ifPresent(runs -> runs.forEach(run -> found.add(AttentionTexts.stalled(run))));
        part(filter, name, missing, connection -> QuarantineFigures.groups(connection, filter, span, OF_A_KIND))
                .ifPresent(groups -> groups.stream()
                        .filter(group -> group.mended() < group.count())
                        .forEach(group -> found.add(AttentionTexts.quarantined(group))));
        return found;
    }

    /** Of some tenants no more are counted than it takes to know. */
    private Optional<Attention> attentionOfLag(FigureFilter filter, long events) {
        if (events <= config.lagEvents()) {
            return Optional.empty();
        }
        return Optional.of(AttentionTexts.lag(
                filter.tenants() instanceof Tenants.All ? Long.toString(events) : "More than " + config.lagEvents()));
    }

    private <T> Optional<T> part(FigureFilter filter, List<String> names, List<String> missing, Database.Work<T> work) {
        Optional<T> found = reads.readInTime(filter.tenants(), work);
        if (found.isEmpty()) {
            names.stream().filter(name -> !missing.contains(name)).forEach(missing::add);
        }
        return found;
    }

    private static Change perSecond(Both<Total> events, Span span) {
        return new Change(
                rounded((double) events.value.events() / span.seconds()),
                rounded((double) events.before.events() / span.seconds()));
    }

    private static @Nullable Double share(Ended runs) {
        long all = runs.completed() + runs.failed();
        return all == 0 ? null : rounded((double) runs.failed() / all);
    }

    private static @Nullable Double p95(DurationHistogram durations) {
        return durations.count() == 0 ? null : durations.percentile(95);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
