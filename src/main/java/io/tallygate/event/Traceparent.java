package io.tallygate.event;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The W3C trace context header {@code traceparent} (Trace Context level 1, section 3.2). */
public final class Traceparent {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{0,200})?");

    private Traceparent() {}

    /** The value as it came if it is of the form that the standard asks for; otherwise it is as good as absent. */
    public static Optional<String> wellFormed(@Nullable String value) {
        return Optional.ofNullable(value).filter(trace -> FORM.matcher(trace).matches());
    }
}
