package io.tallygate.bench;

import io.tallygate.testkit.Events;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An endless sequence of sound events as a platform's day has them: 0.6 to 1 KB, five types of which steps are the most
 * and triggers the fewest, 200 tenants, some eight events a workflow; all of it from one seed. Whoever makes them shares
 * the machine with those who are measured, so the prose is made once: each event is a copy of one of some thousand, with an id, a tenant and a workflow of its own. For one thread.
 */
public final class BenchEvents {
    private static final int TENANTS = 200;
    private static final int TEMPLATES = 4_096;
    private static final int OPEN_WORKFLOWS = 500;
    private static final int EVENTS_PER_WORKFLOW = 8;
    private static final String HEX = "0123456789abcdef";
    private static final List<String> STEPS = List.of("risk-analysis", "scoring", "forecasting", "recommendations");
    private static final List<String> PROSE = List.of(
            "The opportunity has moved to the next stage of the pipeline; its close date was kept. ",
            "Weighted by the account's history and the activity of the last thirty days. ",
            "Stakeholders were reached twice, the champion has answered, the budget holder has not. ",
            "Compared with similar deals of this segment — région Île-de-France — the score is above the median. ",
            "The model was trained on closed deals only and does not know of the pending amendment. ");

    private final SplittableRandom random;
    private final UUID[] tenants = new UUID[TENANTS];
    private final Workflow[] workflows = new Workflow[OPEN_WORKFLOWS];
    private final Template[] templates = new Template[TEMPLATES];
    private int made;
    private final Instant day = Instant.parse("2026-01-15T00:00:00Z");
    private final StringBuilder text = new StringBuilder(1_200);

    /** An event's bytes and its type, which is its routing key, too. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Event(String type, byte[] body) {}

    private record Workflow(UUID id, UUID opportunity, UUID tenant) {}

    /** The sequence of a seed. */
    public BenchEvents(long seed) {
        random = new SplittableRandom(seed);
        Arrays.setAll(tenants, i -> uuid());
        Arrays.setAll(workflows, i -> workflow());
        Arrays.setAll(templates, i -> template());
    }

    /** An event, and where the three things stand in it that are its own. */
    private record Template(Event event, int id, int tenant, int workflow) {

        Event with(UUID id, Workflow workflow) {
            byte[] body = event.body.clone();
            write(body, this.id, id);
            write(body, tenant, workflow.tenant());
            if (this.workflow >= 0) {
                write(body, this.workflow, workflow.id());
            }
            return new Event(event.type, body);
        }

        private static void write(byte[] body, int at, UUID id) {
            long high = id.getMostSignificantBits();
            long low = id.getLeastSignificantBits();
            int next = at;
            for (int digit = 0; digit < 32; digit++) {
                if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                    next++;
                }
                long half = digit < 16 ? high : low;
                body[next++] = (byte) HEX.charAt((int) (half >>> (60 - 4 * (digit & 15))) & 15);
            }
        }
    }

    /** The next event. */
    public Event next() {
        int slot = random.nextInt(OPEN_WORKFLOWS);
        if (random.nextInt(EVENTS_PER_WORKFLOW) == 0) {
            workflows[slot] = workflow();
        }
        return templates[made++ % TEMPLATES].with(uuid(), workflows[slot]);
    }

    private Template template() {
        int dice = random.nextInt(100);
        String type = dice < 60
                ? Events.STEP
                : dice < 75
                        ? Events.STARTED
                        : dice < 87 ? Events.COMPLETED : dice < 96 ? Events.FAILED : Events.TRIGGER;
        Workflow workflow = workflow();
        Event event = new Event(type, body(type, workflow));
        // bytes of ASCII come before all three, so that an index of the text is one of the bytes
        return new Template(
                event,
                text.indexOf("\"id\":\"") + 6,
                text.indexOf("\"tenantId\":\"") + 12,
                type.equals(Events.TRIGGER) ? -1 : text.indexOf(workflow.id().toString()));
    }

    /** The next so many. */
    public List<Event> next(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    private byte[] body(String type, Workflow workflow) {
        String time = time();
        text.setLength(0);
        text.append("{\"id\":\"").append(uuid());
        text.append("\",\"type\":\"").append(type);
        text.append("\",\"version\":\"1.0.0\",\"timestamp\":\"").append(time);
        text.append("\",\"tenantId\":\"").append(workflow.tenant());
        text.append("\",\"source\":\"workflow-orchestrator\",\"data\":{");
        if (type.equals(Events.TRIGGER)) {
            text.append("\"job\":\"outcome-sync\",\"triggeredBy\":\"schedule\",\"timestamp\":\"")
                    .append(time)
                    .append("\",\"metadata\":{\"days\":")
                    .append(random.nextInt(1, 90))
                    .append(",\"note\":\"")
                    .append(prose(4))
                    .append("\"}}}");
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        text.append("\"workflowId\":\"").append(workflow.id()).append('"');
        if (type.equals(Events.STEP)) {
            text.append(",\"step\":\"").append(STEPS.get(random.nextInt(STEPS.size())));
            text.append("\",\"status\":\"succeeded\",\"durationMs\":").append(random.nextInt(60_000));
            text.append(",\"result\":{").append(scores(3)).append(",\"summary\":\"");
            text.append(prose(3)).append("\"}}}");
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        text.append(",\"opportunityId\":\"").append(workflow.opportunity()).append('"');
        if (type.equals(Events.COMPLETED)) {
            text.append(",\"results\":{\"risk\":{\"level\":\"low\",").append(scores(2));
            text.append("},\"scoring\":{").append(scores(3)).append("},\"summary\":\"");
            text.append(prose(3)).append("\"}");
        } else if (type.equals(Events.FAILED)) {
            text.append(",\"error\":\"").append(prose(4)).append("\",\"failedStep\":\"");
            text.append(STEPS.get(random.nextInt(STEPS.size()))).append('"');
        } else {
            text.append(",\"context\":{").append(scores(3)).append(",\"note\":\"");
            text.append(prose(3)).append("\"}");
        }
        return text.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private String scores(int count) {
        StringBuilder scores = new StringBuilder();
        for (int i = 0; i < count; i++) {
            scores.append(i == 0 ? "\"score" : ",\"score").append(i).append("\":");
            scores.append(random.nextInt(1_000) / 10.0);
        }
        return scores.toString();
    }

    private String prose(int sentences) {
        StringBuilder prose = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            prose.append(PROSE.get(random.nextInt(PROSE.size())));
        }
        return prose.toString();
    }

    private String time() {
        return day.plusMillis(random.nextInt(86_400_000)).toString();
    }

    private Workflow workflow() {
        return new Workflow(uuid(), uuid(), tenants[random.nextInt(TENANTS)]);
    }

    private UUID uuid() {
        return new UUID(
                random.nextLong() & 0xffffffffffff0fffL | 0x4000L,
                random.nextLong() & 0x3fffffffffffffffL | Long.MIN_VALUE);
    }
}
