package io.tallygate.ingest;

import io.tallygate.event.Rejection;
import io.tallygate.schema.Verdict;
import java.util.Optional;

/** A rule beyond the schema that a valid event must keep; every bean of this type is asked. */
@FunctionalInterface
public interface AcceptanceRule {

    /** Why the event cannot be accepted, or empty if this rule has nothing against it. Must be pure and fast. */
    Optional<Rejection> objectionTo(Verdict.Valid event);
}
