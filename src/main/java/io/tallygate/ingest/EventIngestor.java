package io.tallygate.ingest;

import io.tallygate.audit.NewEntry;
import io.tallygate.audit.OriginMark;
import io.tallygate.crash.CrashPoint;
import io.tallygate.event.Arrival;
import io.tallygate.event.Claim;
import io.tallygate.event.Content;
import io.tallygate.event.Door;
import io.tallygate.event.Rejection;
import io.tallygate.event.RejectionReason;
import io.tallygate.event.Sender;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.Verdict;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Takes events in: every door calls this and nothing else.
 *
 * <p>Callers get exactly one outcome an arrival, in order, once its transaction is over; never an exception. Events
 * of one caller are stored in the order in which it hands them over. A caller that is told {@link
 * IngestOutcome.Undetermined} may send the same again as often as it likes.
 *
 * <p>Validation runs on the caller's thread; storing runs on the one thread of {@link BatchWriter}, which puts what
 * waits into one transaction.
 */
@Singleton
public final class EventIngestor {
    private static final Logger LOG = Logger.getLogger(EventIngestor.class);

    private final EventValidator validator;
    private final Authorisation authorisation;
    private final List<AcceptanceRule> rules;
    private final BatchWriter writer;
    private final OriginMark mark;
    private final IngestMetrics metrics;

    @Inject
    EventIngestor(
            EventValidator validator,
            @Any Instance<AcceptanceRule> rules,
            BatchWriter writer,
            OriginMark mark,
            IngestMetrics metrics) {
        this(validator, rules.stream().toList(), writer, mark, metrics);
    }

    EventIngestor(
            EventValidator validator,
            List<AcceptanceRule> rules,
            BatchWriter writer,
            OriginMark mark,
            IngestMetrics metrics) {
        this.validator = validator;
        this.authorisation = new Authorisation(validator::isMadeByGateway);
        this.rules = List.copyOf(rules);
        this.writer = writer;
        this.mark = mark;
        this.metrics = metrics;
    }

    /**
     * Takes these events in, together.
     *
     * @param patience how long the caller can wait for the storage before it is told that nobody knows
     */
    public CompletionStage<List<IngestOutcome>> ingest(List<Arrival> arrivals, Duration patience) {
        return ingest(arrivals, patience, Submission.NO_CHANNEL);
    }

    /**
     * Takes these events of the broker in, together. Once an outcome of one channel is {@link
     * IngestOutcome.Undetermined}, so are all that follow over it, until they come again over a later one.
     *
     * @param channel counts the broker's channels, from 1 on
     */
    public CompletionStage<List<IngestOutcome>> ingest(List<Arrival> arrivals, Duration patience, long channel) {
        List<Decision> decisions = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            decisions.add(decide(arrival, Optional.empty()));
        }
        return submit(decisions, patience, channel);
    }

    /**
     * Takes these events in, together, as those of one dialect and no other.
     *
     * @param dialect the name of a dialect whose events state no types
     */
    public CompletionStage<List<IngestOutcome>> ingestAs(String dialect, List<Arrival> arrivals, Duration patience) {
        List<Decision> decisions = arrivals.stream()
                .map(arrival -> decide(arrival, Optional.empty(), content -> validator.checkAs(content, dialect)))
                .toList();
        return submit(decisions, patience, Submission.NO_CHANNEL);
    }

    /** Takes this event in. */
    public CompletionStage<IngestOutcome> ingest(Arrival arrival, Duration patience) {
        return ingest(List.of(arrival), patience).thenApply(outcomes -> outcomes.get(0));
    }

    /** Takes this event in, in place of the quarantined event of that id. */
    public CompletionStage<IngestOutcome> resubmit(Arrival arrival, UUID quarantineId, Duration patience) {
        return submit(List.of(decide(arrival, Optional.of(quarantineId))), patience, Submission.NO_CHANNEL)
                .thenApply(outcomes -> outcomes.get(0));
    }

    /** Puts this event into quarantine whatever its schema says: something later than ingest failed on it. */
    public CompletionStage<IngestOutcome> reject(Arrival arrival, Rejection rejection, Claim claim, Duration patience) {
        Decision hold = hold(arrival, rejection, claim, Optional.empty());
        return writer.submit(List.of(hold), patience).thenApply(outcomes -> outcomes.get(0));
    }

    /**
     * Whether a message of the audit queue is one that the gateway published itself and therefore keeps already, as its
     * {@link OriginMark} proves. It is counted then, and may be acknowledged.
     *
     * @param type what the message says of its type
     * @param headers of the message
     */
    public boolean recognises(Content content, String routingKey, Optional<String> type, Map<String, String> headers) {
        String claimed = headers.get(OriginMark.HEADER);
        boolean own = claimed != null && mark.isTrue(claimed, content, routingKey);
        if (own) {
            metrics.countOwn(type);
        }
        return own;
    }

    private Decision decide(Arrival arrival, Optional<UUID> resubmissionOf) {
        return decide(arrival, resubmissionOf, content -> validator.check(content, arrival.routingKey()));
    }

    private Decision decide(Arrival arrival, Optional<UUID> resubmissionOf, Function<Content, Verdict> checked) {
        try {
            return check(arrival, resubmissionOf, checked);
        } catch (RuntimeException | StackOverflowError e) {
            // Passed on, it would come back with every redelivery and block the queue for all that is behind it.
            LOG.error("A fault of ours while checking an event; it goes to quarantine", e);
            Rejection rejection =
                    Rejection.of(RejectionReason.GATEWAY_FAULT, "The gateway failed while checking this event");
            return hold(arrival, rejection, Claim.nothing(), resubmissionOf);
        }
    }

    private Decision check(Arrival arrival, Optional<UUID> resubmissionOf, Function<Content, Verdict> checked) {
        CrashPoint.AFTER_RECEIVE.reached();
        Verdict verdict = checked.apply(arrival.content());
        CrashPoint.AFTER_VALIDATE.reached();
        if (verdict instanceof Verdict.Invalid invalid) {
            Claim claim = invalid.claim();
            Optional<Rejection> forbidden = authorisation.objectionTo(arrival, claim);
            return forbidden.isPresent()
                    ? notAuthorised(arrival, forbidden.get(), claim, resubmissionOf)
                    : hold(arrival, invalid.rejection(), claim, resubmissionOf);
        }
        Verdict.Valid valid = (Verdict.Valid) verdict;
        WorkflowEvent event = valid.event();
        Optional<Rejection> forbidden = authorisation.objectionTo(arrival, event);
        if (forbidden.isPresent()) {
            return notAuthorised(arrival, forbidden.get(), Claim.of(event), resubmissionOf);
        }
        for (AcceptanceRule rule : rules) {
            Optional<Rejection> objection = rule.objectionTo(valid);
            if (objection.isPresent()) {
                return hold(arrival, objection.get(), Claim.of(event), resubmissionOf);
            }
        }
        return new Decision.Accept(
                arrival,
                new NewEntry(
                        event.correlatedBy(arrival.correlationId()),
                        arrival.door(),
                        arrival.receivedAt(),
                        valid.routingKey(),
                        arrival.traceparent()),
                resubmissionOf);
    }

    /** What names no tenant is its sender's, if that is clear: else only who may see everything could find it. */
    private static Decision hold(Arrival arrival, Rejection rejection, Claim claim, Optional<UUID> resubmissionOf) {
        Claim owned = claim.tenant().isPresent() || arrival.sender() == Sender.ANYONE
                ? claim
                : claim.ofTenant(arrival.sender().tenants().single());
        return new Decision.Hold(arrival, rejection, owned, resubmissionOf);
    }

    /**
     * The broker cannot be told that it delivered what may not be sent, so that is kept; whoever waits for an answer is
     * told. What is kept is the sender's, not the tenant's that it names: who is not of a tenant puts nothing before its
     * people.
     */
    private static Decision notAuthorised(
            Arrival arrival, Rejection rejection, Claim claim, Optional<UUID> resubmissionOf) {
        return arrival.door() == Door.AMQP
                ? new Decision.Hold(
                        arrival,
                        rejection,
                        claim.ofTenant(arrival.sender().tenants().single()),
                        resubmissionOf)
                : new Decision.TurnAway(arrival, rejection, claim, resubmissionOf);
    }

    private CompletionStage<List<IngestOutcome>> submit(List<Decision> decisions, Duration patience, long channel) {
        for (Decision decision : decisions) {
            if (decision instanceof Decision.TurnAway) {
                return submitOthers(decisions, patience, channel);
            }
        }
        return writer.submit(decisions, patience, channel);
    }

    /** What is turned away waits for no transaction, and takes no room from the tenant that it names. */
    private CompletionStage<List<IngestOutcome>> submitOthers(
            List<Decision> decisions, Duration patience, long channel) {
        List<Decision> others = decisions.stream()
                .filter(decision -> !(decision instanceof Decision.TurnAway))
                .toList();
        return writer.submit(others, patience, channel).thenApply(outcomes -> {
            Iterator<IngestOutcome> next = outcomes.iterator();
            return decisions.stream()
                    .map(decision -> decision instanceof Decision.TurnAway away ? turnedAway(away) : next.next())
                    .toList();
        });
    }

    private IngestOutcome turnedAway(Decision.TurnAway decision) {
        IngestOutcome outcome = decision.outcome();
        metrics.countRefused(decision.arrival().door(), decision.claim().type());
        return outcome;
    }
}
