package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.access.Reader;
import io.tallygate.api.ProblemException;
import io.tallygate.query.StreamItem.Logged;
import io.tallygate.query.StreamItem.Missed;
import io.tallygate.query.StreamItem.Quarantined;
import io.tallygate.query.StreamReader.State;
import io.tallygate.testkit.Configured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What waits for one reader, is dropped and is told. */
class StreamReaderTest {
    private static final QuarantinePosition NOWHERE = QuarantinePosition.before(5);
    private static final int ALL = 1_000;

    private final List<StreamMessage> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final StreamReader reader = reader(StreamFilter.Kind.ALL);

    @Test
    void offer_withoutDemand_isSentWhenAskedFor() {
        open(0);

        reader.offer(event(1));
        reader.offer(event(2));
        reader.passedUpTo(2, NOWHERE);
        assertThat(sent).isEmpty();

        reader.request(2);
        assertThat(ids()).containsExactly("0/5", "1/5");
        reader.request(ALL);
        assertThat(ids()).containsExactly("0/5", "1/5", "2/5");
    }

    @Test
    void offer_moreThanItHolds_dropsTheOldestAndTellsSoFirst() {
        open(1);

        for (int i = 1; i <= 10; i++) {
            reader.offer(event(i));
        }
        reader.passedUpTo(10, NOWHERE);
        reader.request(ALL);

        assertThat(sent.get(1).data())
                .isEqualTo("{\"reason\":\"slow\",\"count\":6,\"quarantined\":0,\"from\":1,\"to\":6}");
        assertThat(ids()).containsExactly("0/5", "6/5", "7/5", "8/5", "9/5", "10/5");
        assertThat(told).hasSize(6);
    }

    @Test
    void offer_moreBytesThanItHolds_keepsWhatFits_andALargeOneAlone() {
        open(1);

        reader.offer(new Logged(1, "x".repeat(600)));
        reader.offer(new Logged(2, "x".repeat(600)));
        reader.offer(new Logged(3, "x".repeat(5_000)));
        reader.passedUpTo(3, NOWHERE);
        reader.request(ALL);

        assertThat(ids()).containsExactly("0/5", "2/5", "3/5");
    }

    @Test
    void offer_ofQuarantined_countsInWhatIsMissed() {
        open(1);

        for (int i = 1; i <= 6; i++) {
            reader.offer(i == 1 ? row(7, 1) : event(i));
        }
        reader.passedUpTo(6, NOWHERE);
        reader.request(ALL);

        assertThat(sent.get(1).data()).contains("\"count\":2,\"quarantined\":1,\"from\":2,\"to\":2}");
    }

    @Test
    void offer_ofWhatItHasPassed_isLeftOut() {
        reader.begin(10, QuarantinePosition.before(8), State.LIVE);

        reader.offer(event(10));
        reader.offer(row(7, 1));
        reader.offer(event(11));
        reader.offer(event(11));
        reader.offer(row(8, 1));
        reader.offer(row(8, -1));
        reader.passedUpTo(11, NOWHERE);
        reader.request(ALL);

        assertThat(sent.stream().map(StreamMessage::data)).containsExactly("", "event 11", "row 8", "row 8");
    }

    @Test
    void beat_afterEventsOfNoInterest_carriesTheIdBehindThem() {
        open(1);

        reader.passedUpTo(500, QuarantinePosition.before(9));
        reader.request(1);
        reader.beat(System.nanoTime() + Long.MAX_VALUE / 4);

        assertThat(ids()).containsExactly("0/5", "500/9");
        assertThat(sent.get(1).kind()).isEqualTo(StreamMessage.Kind.HEARTBEAT);
    }

    @Test
    void end_whileItIsSentTo_endsItWhenThatIsTaken() {
        open(1);

        reader.end();
        assertThat(told).isEmpty();
        reader.request(1);
        assertThat(told).containsExactly("complete", "gone");
    }

    @Test
    void skip_isToldInItsPlace() {
        open(ALL);

        reader.offer(event(1));
        reader.offer(Missed.stretch(Missed.Reason.BEHIND, 2, 50));
        reader.offer(event(51));
        reader.passedUpTo(51, NOWHERE);

        assertThat(ids()).containsExactly("0/5", "1/5", "50/5", "51/5");
        assertThat(sent.get(2).data()).contains("\"behind\",\"count\":49,");
    }

    @Test
    void id_ofWhoWantsEventsOnly_isTheSequenceNumber() {
        StreamReader events = reader(StreamFilter.Kind.EVENTS);
        events.begin(3, NOWHERE, State.LIVE);
        events.request(ALL);

        assertThat(ids()).containsExactly("3");
    }

    @Test
    void position_isReadAsItWasWritten_andNothingElseIs() {
        UUID row = UUID.fromString("01a1fea7-fbb5-7d8f-860b-2e3a35d5df39");
        for (StreamPosition position : List.of(
                new StreamPosition(7, Optional.empty()),
                StreamPosition.of(0, QuarantinePosition.before(12)),
                StreamPosition.of(9, new QuarantinePosition(12, row)))) {
            assertThat(StreamPosition.parse("p", position.toString())).isEqualTo(position);
        }
        for (String wrong : List.of("", "x", "-1", "1/", "1/2.", "1/2.3", "1/2/3", "9999999999999999999", "1;2")) {
            assertThatThrownBy(() -> StreamPosition.parse("p", wrong)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void quarantinePositions_areInTheOrderOfPostgres() {
        assertThat(List.of(
                                row(7, -1).position(),
                                row(8, 1).position(),
                                row(7, 1).position())
                        .stream()
                        .sorted()
                        .toList())
                .containsExactly(
                        row(7, 1).position(), row(7, -1).position(), row(8, 1).position());
    }

    private void open(int demand) {
        reader.begin(0, NOWHERE, State.LIVE);
        if (demand > 0) {
            reader.request(demand);
        }
    }

    private List<String> ids() {
        return sent.stream().map(StreamMessage::id).toList();
    }

    private static Logged event(long sequence) {
        return new Logged(sequence, "event " + sequence);
    }

    private static Quarantined row(long transaction, long id) {
        return new Quarantined(new QuarantinePosition(transaction, new UUID(id, 0)), "row " + transaction);
    }

    private StreamReader reader(StreamFilter.Kind kind) {
        StreamReader made = new StreamReader(
                new StreamFilter(
                        kind,
                        Reader.OF_ALL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                Optional.empty(),
                Runnable::run,
                () -> told.add("disconnected"),
                Configured.by(
                        Map.of("tallygate.stream.buffer-events", "4", "tallygate.stream.buffer-bytes", "1000"),
                        StreamConfig.class),
                new StreamReader.Ties(
                        drained -> {}, gone -> told.add("gone"), kindSent -> {}, missed -> told.add("missed")));
        made.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {}

            @Override
            public void onNext(StreamMessage message) {
                sent.add(message);
            }

            @Override
            public void onError(Throwable cause) {
                told.add("error");
            }

            @Override
            public void onComplete() {
                told.add("complete");
            }
        });
        return made;
    }
}
