package io.tallygate.boot;

import java.util.IdentityHashMap;
import java.util.Map;

/** Stands for another in the log: the same class name, stack and causes, and its message without what breaks lines. */
@SuppressWarnings("OverrideThrowableToString") // it is the other's whole text, with its class name
final class EscapedThrowable extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    private EscapedThrowable(Throwable original) {
        this.text = LogText.escaped(original.toString());
        setStackTrace(original.getStackTrace());
    }

    static Throwable of(Throwable original) {
        return of(original, new IdentityHashMap<>());
    }

    private static Throwable of(Throwable original, Map<Throwable, Throwable> made) {
        Throwable known = made.get(original);
        if (known != null) {
            return known;
        }
        EscapedThrowable escaped = new EscapedThrowable(original);
        made.put(original, escaped);
        Throwable cause = original.getCause();
        if (cause != null) {
            escaped.initCause(of(cause, made));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            Throwable shown = of(suppressed, made);
            if (shown != escaped) {
                escaped.addSuppressed(shown);
            }
        }
        return escaped;
    }

    @Override
    public String toString() {
        return text;
    }
}
