package io.tallygate.model;

import io.tallygate.event.Content;
import io.tallygate.event.Rejection;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.AcceptedJson;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gateway's own validator over the built-in schemas, which are those that the models are made of. */
final class Engine {
    static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());
    private static final EventValidator VALIDATOR = new EventValidator(CATALOG, ValidationLimits.DEFAULTS);

    private Engine() {}

    /** @throws InvalidEventException with what the gateway would say */
    static WorkflowEvent check(byte[] json) {
        Verdict verdict = VALIDATOR.check(Content.of(json), Optional.empty());
        if (verdict instanceof Verdict.Valid valid) {
            return valid.event();
        }
        throw new InvalidEventException(faults(((Verdict.Invalid) verdict).rejection()));
    }

    private static List<Fault> faults(Rejection rejection) {
        return rejection.violations().isEmpty()
                ? List.of(new Fault("", rejection.reason().label(), rejection.message()))
                : rejection.violations().stream().map(Fault::of).toList();
    }

    /** @param accepted JSON that the validator accepts */
    static Map<String, @Nullable Object> read(byte[] accepted) {
        try {
            return JsonValues.ofObject(AcceptedJson.readExactly(accepted));
        } catch (IOException | NumberFormatException e) {
            // The gateway reads numbers as doubles: for it, 1e-9999999999 is 0. No number of Java keeps that.
            throw new InvalidEventException(
                    List.of(new Fault("", "number", "a number cannot be kept as it is written: " + e.getMessage())));
        }
    }
}
