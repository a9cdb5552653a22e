package io.tallygate.boot;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what comes from outside from writing lines of its own into the log, or from turning a terminal round: characters
 * that do so are written as {@code \n}, <code>\</code>{@code u001b} and so on, in messages and in those of exceptions.
 */
@LoggingFilter(name = LogEscape.NAME)
public final class LogEscape implements Filter {
    static final String NAME = "tallygate-escape";

    /** Says where everything is, on several lines; nothing from outside. */
    private static final String BANNER = "io.tallygate";

    @Override
    public boolean isLoggable(LogRecord log) {
        Throwable thrown = log.getThrown();
        if (thrown != null && !(thrown instanceof EscapedThrowable)) {
            log.setThrown(EscapedThrowable.of(thrown));
        }
        if (!BANNER.equals(log.getLoggerName())) {
            escape(log);
        }
        return true;
    }

    private static void escape(LogRecord log) {
        @Nullable String message = log instanceof ExtLogRecord ext ? ext.getFormattedMessage() : log.getMessage();
        if (message == null) {
            return;
        }
        String escaped = LogText.escaped(message);
        if (!escaped.equals(message) && log instanceof ExtLogRecord ext) {
            ext.setMessage(escaped, ExtLogRecord.FormatStyle.NO_FORMAT);
        }
    }
}
