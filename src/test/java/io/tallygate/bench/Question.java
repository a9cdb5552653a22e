package io.tallygate.bench;

import io.tallygate.testkit.Events;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * One way to ask the gateway for what is stored.
 *
 * @param name as the table shows it
 * @param pick the events, as a condition in SQL, one of which is asked for each time
 * @param path of the request
 * @param answer the events that it must find, as a condition in SQL
 */
record Question(String name, String pick, Function<StoredEvent, String> path, Function<StoredEvent, String> answer) {
    private static final String EVENTS = "/api/v1/events";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ANY = "true";

    /** All of them; those that cost most at last. */
    static List<Question> all() {
        return List.of(
                new Question("newest page", ANY, e -> EVENTS, e -> ANY),
                new Question(
                        "page from the middle (cursor)",
                        ANY,
                        e -> EVENTS + "?cursor=" + cursor(e.sequence()),
                        e -> "sequence < " + e.sequence()),
                new Question("one event by id", ANY, e -> EVENTS + "/" + e.id(), e -> is("event_id", e.id())),
                new Question(
                        "timeline of a workflow",
                        "workflow_id IS NOT NULL",
                        e -> "/api/v1/workflows/" + e.workflow(),
                        e -> is("workflow_id", e.workflow())),
                new Question(
                        "workflow",
                        "workflow_id IS NOT NULL",
                        e -> EVENTS + "?workflow=" + e.workflow(),
                        e -> is("workflow_id", e.workflow())),
                new Question(
                        "correlation, the workflow's id",
                        "correlation_id = workflow_id",
                        e -> EVENTS + "?correlation=" + e.correlation(),
                        e -> is("correlation_id", e.correlation())),
                new Question(
                        "correlation, an id of its own",
                        "correlation_id <> workflow_id",
                        e -> EVENTS + "?correlation=" + e.correlation(),
                        e -> is("correlation_id", e.correlation())),
                new Question("tenant", ANY, e -> EVENTS + "?tenant=" + e.tenant(), e -> is("tenant_id", e.tenant())),
                new Question(
                        "tenant, page from the middle",
                        ANY,
                        e -> EVENTS + "?tenant=" + e.tenant() + "&cursor=" + cursor(e.sequence()),
                        e -> is("tenant_id", e.tenant()) + " AND sequence < " + e.sequence()),
                new Question("type", ANY, e -> EVENTS + "?type=" + e.type(), e -> is("event_type", e.type())),
                new Question(
                        "type, page from the middle",
                        ANY,
                        e -> EVENTS + "?type=" + e.type() + "&cursor=" + cursor(e.sequence()),
                        e -> is("event_type", e.type()) + " AND sequence < " + e.sequence()),
                new Question(
                        "tenant and type",
                        ANY,
                        e -> EVENTS + "?tenant=" + e.tenant() + "&type=" + e.type(),
                        e -> is("tenant_id", e.tenant()) + " AND " + is("event_type", e.type())),
                new Question(
                        "received in an hour",
                        ANY,
                        e -> EVENTS + "?receivedFrom=" + e.receivedAt() + "&receivedTo="
                                + e.receivedAt().plus(HOUR),
                        e -> within("received_at", e.receivedAt())),
                new Question(
                        "received before a time",
                        ANY,
                        e -> EVENTS + "?receivedTo=" + e.receivedAt(),
                        e -> "received_at < '" + e.receivedAt() + "'"),
                new Question(
                        "tenant, received in an hour",
                        ANY,
                        e -> EVENTS + "?tenant=" + e.tenant() + "&receivedFrom=" + e.receivedAt() + "&receivedTo="
                                + e.receivedAt().plus(HOUR),
                        e -> is("tenant_id", e.tenant()) + " AND " + within("received_at", e.receivedAt())),
                new Question(
                        "happened in an hour",
                        ANY,
                        e -> EVENTS + "?from=" + e.time() + "&to=" + e.time().plus(HOUR),
                        e -> within("event_time", e.time())),
                new Question(
                        "tenant, happened in an hour",
                        ANY,
                        e -> EVENTS + "?tenant=" + e.tenant() + "&from=" + e.time() + "&to="
                                + e.time().plus(HOUR),
                        e -> is("tenant_id", e.tenant()) + " AND " + within("event_time", e.time())),
                new Question(
                        "happened before a time",
                        ANY,
                        e -> EVENTS + "?to=" + e.time(),
                        e -> "event_time < '" + e.time() + "'"),
                new Question(
                        "tenant, happened before a time",
                        ANY,
                        e -> EVENTS + "?tenant=" + e.tenant() + "&to=" + e.time(),
                        e -> is("tenant_id", e.tenant()) + " AND event_time < '" + e.time() + "'"),
                new Question(
                        "happened since a time, oldest first",
                        ANY,
                        e -> EVENTS + "?order=asc&from=" + e.time(),
                        e -> "event_time >= '" + e.time() + "'"),
                new Question(
                        "tenant with one workflow in 20,000",
                        StoredHistory.OF_A_SMALL_TENANT,
                        e -> EVENTS + "?tenant=" + e.tenant(),
                        e -> is("tenant_id", e.tenant())),
                new Question(
                        "source, frequent", ANY, e -> EVENTS + "?source=" + e.source(), e -> is("source", e.source())),
                new Question(
                        "tenant and type, a few of all",
                        StoredHistory.OF_A_QUIET_TENANT,
                        e -> EVENTS + "?tenant=" + e.tenant() + "&type=" + Events.FAILED,
                        e -> is("tenant_id", e.tenant()) + " AND " + is("event_type", Events.FAILED)),
                new Question(
                        "tenant and source, hardly any",
                        ANY,
                        e -> EVENTS + "?tenant=" + e.tenant() + "&source=" + StoredHistory.RARE_SOURCE,
                        e -> is("tenant_id", e.tenant()) + " AND " + is("source", StoredHistory.RARE_SOURCE)),
                new Question(
                        "source, one event in 100,000",
                        ANY,
                        e -> EVENTS + "?source=" + StoredHistory.RARE_SOURCE,
                        e -> is("source", StoredHistory.RARE_SOURCE)),
                new Question(
                        "type, one event in 100,000",
                        ANY,
                        e -> EVENTS + "?type=" + StoredHistory.RARE_TYPE,
                        e -> is("event_type", StoredHistory.RARE_TYPE)));
    }

    private static String is(String column, Object value) {
        return column + " = '" + value + "'";
    }

    private static String within(String column, Instant from) {
        return column + " >= '" + from + "' AND " + column + " < '" + from.plus(HOUR) + "'";
    }

    private static String cursor(long sequence) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
    }
}
