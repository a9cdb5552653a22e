package io.tallygate.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.testkit.TestEvent.Expected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes events of the {@code coder} dialect, sound and broken; one seed gives the same events each time, but for their
 * time stamps' day.
 *
 * <p>Written down here a second time, not read from the gateway's schemas: a fault in those must show.
 */
public final class Events {
    public static final String STARTED = "workflow.opportunity.analysis.started";
    public static final String COMPLETED = "workflow.opportunity.analysis.completed";
    public static final String FAILED = "workflow.opportunity.analysis.failed";
    public static final String STEP = "workflow.step.completed";
    public static final String TRIGGER = "workflow.job.trigger";
    public static final List<String> TYPES = List.of(STARTED, COMPLETED, FAILED, STEP, TRIGGER);

    /** One more byte and an event is too large. */
    public static final int LARGEST = 256 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STEPS = List.of("risk-analysis", "scoring", "forecasting", "recommendations");
    private static final List<String> JOBS = List.of("risk-snapshot-backfill", "outcome-sync");
    private static final int TENANTS = 5;
    private static final int REMEMBERED = 1_000;

    private final SplittableRandom random;
    private final List<UUID> tenants = new ArrayList<>();
    private final Instant day;
    private final Deque<TestEvent> recent = new ArrayDeque<>();

    public Events(long seed) {
        this(seed, Instant.now());
    }

    /** Events of the day before {@code now}. */
    public Events(long seed, Instant now) {
        random = new SplittableRandom(seed);
        day = now.truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
        IntStream.range(0, TENANTS).forEach(i -> tenants.add(uuid()));
    }

    /** A sound event of some type. */
    public TestEvent valid() {
        return valid(oneOf(TYPES));
    }

    /** A sound event of a type and some tenant, of a workflow of its own. */
    public TestEvent valid(String type) {
        return valid(type, oneOf(tenants), uuid());
    }

    /** A sound event of a type, a tenant and a workflow; a job trigger is of no workflow. */
    public TestEvent valid(String type, UUID tenant, UUID workflow) {
        return sound(type, tenant, envelope(type, tenant, workflow), Optional.empty());
    }

    /** A sound event with the id of another, but of another tenant: both are stored. */
    public TestEvent sameIdOfAnotherTenant(TestEvent other) {
        UUID tenant = uuid();
        ObjectNode event = envelope(other.type(), tenant, uuid()).put("id", other.id());
        return sound(other.type(), tenant, event, Optional.of(other));
    }

    /** The same event once more, byte by byte: stored once. */
    public TestEvent again(TestEvent event) {
        return new TestEvent(
                event.body(),
                event.routingKey(),
                event.tenant(),
                event.id(),
                event.type(),
                event.expected(),
                Optional.of(event));
    }

    /** A sound event broken in one way; {@link Flaw#ID_REUSED} reuses the id of a new sound one, see {@code follows}. */
    public TestEvent broken(Flaw flaw) {
        return flaw == Flaw.ID_REUSED ? reusing(valid()) : broken(flaw, oneOf(TYPES));
    }

    /** Another event with the tenant and the id of {@code original}, which has to be sent first. */
    public TestEvent reusing(TestEvent original) {
        ObjectNode event = envelope(original.type(), original.tenant(), uuid()).put("id", original.id());
        return event(
                bytes(event),
                original.routingKey(),
                original.tenant(),
                event,
                original.type(),
                Expected.quarantined(Flaw.ID_REUSED.reason()),
                Optional.of(original));
    }

    /**
     * Many events, made one by one: of a hundred, 85 sound, 5 repeated and 10 broken in the ten ways by turns; but only
     * one of a thousand is too large, for they are a thousand times as long as the others.
     */
    public Stream<TestEvent> mixed(int count) {
        return IntStream.range(0, count).mapToObj(this::mixedAt);
    }

    private TestEvent mixedAt(int i) {
        if (i % 10 == 7 && !recent.isEmpty()) {
            return mixedFlaw(i / 10);
        }
        if (i % 20 == 13 && !recent.isEmpty()) {
            return again(oneRecent());
        }
        TestEvent event = valid();
        recent.addLast(event);
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
        return event;
    }

    private TestEvent mixedFlaw(int turn) {
        Flaw flaw = Flaw.values()[turn % Flaw.values().length];
        if (flaw == Flaw.ID_REUSED) {
            return reusing(oneRecent());
        }
        return broken(flaw == Flaw.TOO_LARGE && turn / 10 % 10 != 0 ? Flaw.CUT_OFF : flaw);
    }

    private TestEvent oneRecent() {
        return recent.stream().skip(random.nextInt(recent.size())).findFirst().orElseThrow();
    }

    private TestEvent broken(Flaw flaw, String anyType) {
        String type = flaw == Flaw.UNKNOWN_JOB ? TRIGGER : anyType;
        UUID tenant = oneOf(tenants);
        ObjectNode event = envelope(type, tenant, uuid());
        String routingKey = type;
        byte[] body = null;
        switch (flaw) {
            case CUT_OFF -> body = Arrays.copyOf(bytes(event), bytes(event).length - 1 - random.nextInt(40));
            case DUPLICATE_KEY -> body = bytes(event.toString().replaceFirst("\\{", "{\"id\":\"" + uuid() + "\","));
            case UNKNOWN_TYPE -> {
                routingKey = type + ".unheard";
                event.put("type", routingKey);
            }
            case UNKNOWN_VERSION -> event.put("version", "9.0.0");
            case FIELD_MISSING -> event.remove(oneOf(List.of("timestamp", "source", "data")));
            case FIELD_WRONG -> event.put(oneOf(List.of("timestamp", "source", "data")), "not so");
            case ROUTING_MISMATCH -> routingKey = TYPES.get((TYPES.indexOf(type) + 1) % TYPES.size());
            case UNKNOWN_JOB -> event.withObject("/data").put("job", "make-coffee");
            case TOO_LARGE -> event.put("padding", "x".repeat(LARGEST));
            case ID_REUSED -> throw new IllegalArgumentException("needs an event to reuse");
        }
        return event(
                body == null ? bytes(event) : body,
                routingKey,
                tenant,
                event,
                type,
                Expected.quarantined(flaw.reason()),
                Optional.empty());
    }

    private static TestEvent sound(String type, UUID tenant, ObjectNode event, Optional<TestEvent> follows) {
        return event(bytes(event), type, tenant, event, type, Expected.STORED, follows);
    }

    private static TestEvent event(
            byte[] body,
            String routingKey,
            UUID tenant,
            ObjectNode event,
            String type,
            Expected expected,
            Optional<TestEvent> follows) {
        return new TestEvent(body, routingKey, tenant, event.path("id").asText(), type, expected, follows);
    }

    private ObjectNode envelope(String type, UUID tenant, UUID workflow) {
        ObjectNode event = JSON.createObjectNode()
                .put("id", uuid().toString())
                .put("type", type)
                .put("version", "1.0.0")
                .put("timestamp", time())
                .put("tenantId", tenant.toString())
                .put("source", "workflow-orchestrator");
        data(event.putObject("data"), type, workflow);
        return event;
    }

    private void data(ObjectNode data, String type, UUID workflow) {
        if (type.equals(TRIGGER)) {
            data.put("job", oneOf(JOBS)).put("triggeredBy", "schedule").put("timestamp", time());
            data.putObject("metadata").put("days", random.nextInt(1, 90));
            return;
        }
        data.put("workflowId", workflow.toString());
        if (type.equals(STEP)) {
            data.put("step", oneOf(STEPS)).put("status", "succeeded").put("durationMs", random.nextInt(60_000));
            data.putObject("result").put("score", random.nextInt(100));
            return;
        }
        data.put("opportunityId", uuid().toString());
        if (type.equals(COMPLETED)) {
            ObjectNode results = data.putObject("results");
            results.putObject("risk").put("level", "low").put("score", random.nextInt(100));
            results.putObject("scoring").put("score", random.nextInt(100));
        } else if (type.equals(FAILED)) {
            data.put("error", "No answer — timed out").put("failedStep", oneOf(STEPS));
        }
    }

    private String time() {
        return day.plusMillis(random.nextLong(ChronoUnit.DAYS.getDuration().toMillis()))
                .toString();
    }

    /** A random UUID of version 4. */
    private UUID uuid() {
        return new UUID(
                random.nextLong() & 0xffffffffffff0fffL | 0x4000L,
                random.nextLong() & 0x3fffffffffffffffL | Long.MIN_VALUE);
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static byte[] bytes(ObjectNode event) {
        return bytes(event.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
