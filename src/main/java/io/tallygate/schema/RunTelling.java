package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one event tells of the run of the workflow that it belongs to, read from its content at once.
 *
 * @param details what lists show of it
 * @param state the state in which it leaves the run; empty if it leaves it as it is
 * @param starts whether the run begins with it
 * @param startExpected whether a run that has it should have an event with which it begins
 * @param parallel whether the run may have several operations under way, and ends with the last of them
 * @param workflowType what kind of workflow it is
 * @param failure why it failed, if it did and says so; as long as the event has it
 * @param stallsAfter how long after it the next one may be awaited, if its type says so
 * @param projectSayer the type whose events say the project for all others of their workflow
 * @param saysProject whether it is of that type
 * @param reads artifacts that were read, as many as lists show
 * @param upstream a project that its own one builds upon
 */
public record RunTelling(
        EventDetails details,
        Optional<WorkflowState> state,
        boolean starts,
        boolean startExpected,
        boolean parallel,
        Optional<String> workflowType,
        Optional<String> failure,
        Optional<Duration> stallsAfter,
        Optional<String> projectSayer,
        boolean saysProject,
        List<String> reads,
        Optional<String> upstream) {

    /** Of what is stored without a readable document, or of a type that is not known any more. */
    static final RunTelling NOTHING = new RunTelling(
            EventDetails.ofUnknownDialect(),
            Optional.empty(),
            false,
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            Optional.empty());

    /**
     * @param type the type as the event states it
     * @param name the type as the catalogue names it
     */
    static RunTelling of(Dialect dialect, String type, String name, byte[] content) {
        try {
            return of(dialect, type, name, AcceptedJson.read(content));
        } catch (IOException e) {
            return NOTHING; // not what was accepted: it says nothing
        }
    }

    private static RunTelling of(Dialect dialect, String type, String name, JsonNode event) {
        RunRules rules = dialect.runRules();
        Optional<StateRule> rule = dialect.stateRule(name);
        Optional<WorkflowState> state = rule.flatMap(states -> states.of(event));
        RunRules.Start start = rules.starts().get(name);
        Optional<String> sayer = dialect.inheritedFrom(EventField.PROJECT);
        return new RunTelling(
                EventDetails.of(dialect, rule, event),
                state,
                start != null && start.isSaidBy(event),
                state.isPresent() && !rules.starts().isEmpty(),
                rules.parallel(),
                workflowType(dialect, rules, type, name, event),
                state.filter(WorkflowState.FAILED::equals).flatMap(failed -> Dialect.first(event, rules.failure())),
                Optional.ofNullable(rules.stallsAfter().get(name)),
                sayer,
                sayer.filter(name::equals).isPresent(),
                EventDetails.texts(event, rules.reads()),
                Dialect.first(event, rules.upstream()));
    }

    private static Optional<String> workflowType(
            Dialect dialect, RunRules rules, String type, String name, JsonNode event) {
        return Optional.ofNullable(rules.typeByEvent().get(name))
                .or(rules::type)
                .flatMap(template -> dialect.rendered(template, event, type))
                .filter(text -> !text.isEmpty());
    }
}
