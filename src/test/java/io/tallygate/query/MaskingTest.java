package io.tallygate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.access.Reader;
import io.tallygate.api.ProblemException;
import io.tallygate.event.Tenants;
import io.tallygate.schema.SchemaCatalog;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final String MASK = "\u2022\u2022\u2022";
    private static final String TYPE = "workflow.job.trigger";
    private static final Reader AUDITOR = new Reader(Tenants.ALL, true);
    private static final Reader VIEWER = new Reader(Tenants.ALL, false);

    private final Masking masking = TestMasking.by(SchemaCatalog.load(Optional.empty()));

    private static EventView event(String version) {
        String text = "{\"data\": {\"triggeredBy\": \"zorro\", \"job\": \"j\"}}";
        Instant now = Instant.EPOCH;
        return new EventView(
                1,
                "i",
                new UUID(0, 1),
                TYPE,
                version,
                "coder",
                "s",
                null,
                null,
                now,
                now,
                "http",
                TYPE,
                null,
                7,
                "abc",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                text,
                text);
    }

    private static QuarantineView row(
            String reason, String pointer, @Nullable String type, @Nullable String content, @Nullable String base64) {
        String violations = "[{\"pointer\":\"" + pointer + "\",\"keyword\":\"k\",\"message\":\"says zorro\"}]";
        return new QuarantineView(
                new UUID(0, 2),
                Instant.EPOCH,
                "http",
                null,
                reason,
                pointer + ": says zorro",
                violations,
                null,
                null,
                null,
                type,
                type == null ? null : "1.0.0",
                null,
                null,
                "{\"ce-by\":\"zorro\"}",
                null,
                7,
                "abc",
                null,
                content,
                base64,
                true,
                null);
    }

    @Test
    void event_isWholeForAuditors_andMaskedWithItsHashForOthers() {
        assertThat(masking.shown(AUDITOR, event("1.0.0"))).isEqualTo(event("1.0.0"));

        EventView shown = masking.shown(VIEWER, event("1.0.0"));

        assertThat(shown.event()).isEqualTo("{\"data\": {\"triggeredBy\": \"" + MASK + "\", \"job\": \"j\"}}");
        assertThat(shown.published()).isEqualTo(shown.event());
        assertThat(shown.sha256()).isEqualTo(MASK);
        assertThat(masking.shown(VIEWER, event("9.9.9")).event()).doesNotContain("zorro", "j\"");
    }

    @Test
    void faultOfASensitiveField_isToldWithoutItsMessage() {
        QuarantineView shown = masking.shown(VIEWER, row("schema-violation", "/data/triggeredBy", TYPE, "{}", null));

        assertThat(shown.toString()).contains("/data/triggeredBy", MASK).doesNotContain("zorro", "abc");
        assertThat(masking.shown(VIEWER, row("schema-violation", "/data/job", TYPE, "{}", null))
                        .message())
                .contains("says zorro");
    }

    @Test
    void whatCannotBeTold_isWithheld() {
        for (QuarantineView row : new QuarantineView[] {
            row("unreadable", "", null, "{\"by\":\"zorro", null),
            row("unreadable", "", null, null, "em9ycm8="),
            row("unreadable", "", TYPE, "{\"by\":\"zorro", null),
            row("job-failed", "", TYPE, "{\"data\":{\"triggeredBy\":\"zorro\"}}", null)
        }) {
            QuarantineView shown = masking.shown(VIEWER, row);

            assertThat(shown.toString()).doesNotContain("zorro", "em9ycm8=", "abc");
            assertThat(masking.shown(AUDITOR, row)).isEqualTo(row);
        }
    }

    @Test
    void typeWithoutSensitiveFields_isShownAsItIs() {
        QuarantineView row = row("schema-violation", "/data", "workflow.step.completed", "{\"by\":\"zorro\"}", null);

        assertThat(masking.shown(VIEWER, row)).isEqualTo(row);
    }

    @Test
    void streamedEvent_isWrittenForEachKindOfReader() {
        StreamPage.Event event =
                new StreamPage.Event(event("1.0.0"), masking, new ObjectMapper().findAndRegisterModules());

        assertThat(event.item(filter(AUDITOR)).toString()).contains("zorro");
        assertThat(event.item(filter(VIEWER)).toString()).contains(MASK).doesNotContain("zorro");
        assertThat(event.item(filter(AUDITOR)).toString()).contains("zorro");
    }

    private static StreamFilter filter(Reader reader) {
        return new StreamFilter(
                StreamFilter.Kind.ALL,
                reader,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    @Test
    void candidate_isNotRunOverWhatOneMayNotSee() {
        masking.checkMayTry(AUDITOR, TYPE);
        masking.checkMayTry(VIEWER, "workflow.step.completed");
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> masking.checkMayTry(VIEWER, TYPE));
    }
}
