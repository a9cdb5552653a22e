package io.tallygate.model;

import java.util.List;
import java.util.stream.Collectors;

/** There is no such event: the gateway would refuse it. */
public final class InvalidEventException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    InvalidEventException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /** Everything that is wrong, up to 50 faults. */
    public List<Fault> faults() {
        return faults;
    }
}
