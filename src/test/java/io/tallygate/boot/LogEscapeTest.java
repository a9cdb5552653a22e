package io.tallygate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEscapeTest {
    private static final String FORGED =
            "x\r\n2026-01-31 12:00:00,000 INFO  [io.tal.boo] (main) all is well\u001b[2J\u202e\u2028";
    private static final String SHOWN =
            "x\\r\\n2026-01-31 12:00:00,000 INFO  [io.tal.boo] (main) all is well\\u001b[2J\\u202e\\u2028";

    private final LogEscape filter = new LogEscape();

    @ParameterizedTest
    @CsvSource({"MESSAGE_FORMAT, event {0}", "PRINTF, event %s"})
    void textFromOutside_isOneLine(ExtLogRecord.FormatStyle style, String format) {
        ExtLogRecord log = new ExtLogRecord(Level.INFO, format, style, "x");
        log.setLoggerName("io.tallygate.boot.Some");
        log.setParameters(new Object[] {FORGED});

        assertThat(filter.isLoggable(log)).isTrue();

        assertThat(log.getFormattedMessage()).isEqualTo("event " + SHOWN);
    }

    @Test
    void harmlessMessage_staysAsItIs() {
        ExtLogRecord log = new ExtLogRecord(Level.INFO, "Größe %d\tπ 😀", ExtLogRecord.FormatStyle.PRINTF, "x");
        log.setLoggerName("io.tallygate.boot.Some");
        log.setParameters(new Object[] {7});

        assertThat(filter.isLoggable(log)).isTrue();

        assertThat(log.getFormattedMessage()).isEqualTo("Größe 7\tπ 😀");
    }

    @Test
    void messagesOfExceptions_areOneLineEach_withTheirStackAndCauses() {
        IllegalStateException cause = new IllegalStateException(FORGED);
        IllegalArgumentException thrown = new IllegalArgumentException("outer", cause);
        thrown.addSuppressed(new IllegalStateException(FORGED));
        // some libraries make such circles
        cause.addSuppressed(thrown);
        ExtLogRecord log = new ExtLogRecord(Level.SEVERE, "failed", ExtLogRecord.FormatStyle.NO_FORMAT, "x");
        log.setThrown(thrown);

        assertThat(filter.isLoggable(log)).isTrue();

        StringWriter shown = new StringWriter();
        log.getThrown().printStackTrace(new PrintWriter(shown, true));
        assertThat(shown.toString())
                .startsWith("java.lang.IllegalArgumentException: outer")
                .contains("Caused by: java.lang.IllegalStateException: " + SHOWN)
                .contains("Suppressed: java.lang.IllegalStateException: " + SHOWN)
                .contains("at io.tallygate.boot.LogEscapeTest.")
                .doesNotContain("\u001b")
                .doesNotContainPattern("(?m)^2026");
    }
}
