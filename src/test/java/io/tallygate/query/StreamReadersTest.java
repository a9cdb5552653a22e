package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.access.Caller;
import io.tallygate.access.Reader;
import io.tallygate.api.ProblemException;
import io.tallygate.audit.StoredSignal;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import io.tallygate.query.StreamReader.State;
import io.tallygate.testkit.Configured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who reads the stream, how often, for how long, and what is told to whom of what others store. */
class StreamReadersTest {
    private static final QuarantinePosition NOWHERE = QuarantinePosition.before(5);
    private static final Caller KEY = caller(Caller.Kind.KEY, "key", Tenants.of(new UUID(0, 1)));
    private static final Caller OPEN = caller(Caller.Kind.OPEN, "open", Tenants.ALL);

    private final List<String> told = new ArrayList<>();
    private final StreamReaders readers = new StreamReaders(
            Configured.by(
                    Map.of("tallygate.stream.readers-per-caller", "2", "tallygate.stream.max-readers", "4"),
                    StreamConfig.class),
            new StreamMetrics(new SimpleMeterRegistry()),
            new StoredSignal());

    @Test
    void open_moreOftenThanOneCallerMay_isRefusedForThatCallerOnly() {
        open(KEY);
        open(KEY);

        assertThatThrownBy(() -> open(KEY))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(429));
        open(OPEN);
        open(OPEN);
        assertThatThrownBy(() -> open(OPEN))
                .hasMessageContaining("as many readers")
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void skip_ofWhatCannotBeFollowed_isCountedForWhoSeesAll_andGoneThroughAloneForWhoSeesSome() {
        StreamReader ofAll = live(open(OPEN));
        StreamReader ofSome = live(open(KEY));
        List<StreamReader> behind = new ArrayList<>();
        readers.whenDrained(behind::add);

        readers.skip(20_000);

        assertThat(ofAll.state()).isEqualTo(State.LIVE);
        assertThat(ofAll.isDrained()).as("it is told").isFalse();
        assertThat(ofSome.state()).isEqualTo(State.CATCHING_UP);
        assertThat(ofSome.isDrained()).as("it is told nothing").isTrue();
        assertThat(ofSome.passed()).isZero();
        assertThat(behind).containsExactly(ofSome);
    }

    @Test
    void joined_whileAPageIsReadForOthers_isLater() {
        StreamReader reader = open(KEY);
        reader.begin(0, NOWHERE, State.CATCHING_UP);

        assertThat(readers.beginPage()).isEmpty();
        assertThat(readers.joined(reader))
                .as("what is being read may lack what it wants")
                .isFalse();
        readers.endPage();

        assertThat(readers.joined(reader)).isTrue();
        assertThat(reader.state()).isEqualTo(State.LIVE);
    }

    @Test
    void endThoseNotLive_endsTheReadersOfACredentialThatIsOver_andDisconnectsWhoDoesNotRead() {
        StreamReader over = live(open(KEY));
        StreamReader other = live(open(OPEN));

        readers.endThoseNot(caller -> caller.kind() == Caller.Kind.OPEN);

        assertThat(over.state()).isEqualTo(State.ENDED);
        assertThat(other.state()).isEqualTo(State.LIVE);
        assertThat(told).isEmpty();
        readers.endThoseNot(caller -> caller.kind() == Caller.Kind.OPEN);
        assertThat(told).containsExactly("disconnected key");
    }

    private StreamReader open(Caller caller) {
        StreamFilter filter = new StreamFilter(
                StreamFilter.Kind.ALL,
                new Reader(caller.tenants(), false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        return readers.open(
                filter, caller, Optional.empty(), Runnable::run, () -> told.add("disconnected " + caller.id()));
    }

    private static StreamReader live(StreamReader reader) {
        reader.begin(0, NOWHERE, State.LIVE);
        return reader;
    }

    private static Caller caller(Caller.Kind kind, String id, Tenants tenants) {
        return new Caller(
                kind, id, id, Set.of(), new Sender(tenants, NamePatterns.ANY, NamePatterns.ANY), Optional.empty());
    }
}
