package io.tallygate.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.AcceptedJson;
import io.tallygate.schema.WorkflowState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a list asks of the events themselves. No index knows it: PostgreSQL leaves out what cannot pass, by its bytes, and
 * the rest is read here, as lists show it.
 *
 * @param project the project, be it said by the event itself or by another one of its workflow
 * @param status how it went
 * @param text in any string, name or number of the event; A-Z are a-z
 * @param fields values at places of the event, all of them
 */
record PayloadFilter(
        Optional<String> project, Optional<String> status, Optional<String> text, List<FieldMatch> fields) {
    static final PayloadFilter NONE =
            new PayloadFilter(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    private static final String CONTENT = "convert_from(e.content, 'UTF8')";
    /** Without a backslash there is nothing in JSON that is not written as it is. */
    private static final String ESCAPED = "strpos(" + CONTENT + ", '\\') > 0";

    private static final String HAS = "(strpos(" + CONTENT + ", ?) > 0 OR " + ESCAPED + ")";
    private static final String HAS_FOLDED = "(strpos(lower(" + CONTENT + " COLLATE \"C\"), ?) > 0 OR " + ESCAPED + ")";
    private static final String HAS_OR_INHERITS =
            "(e.dialect = ANY (?) OR strpos(" + CONTENT + ", ?) > 0 OR " + ESCAPED + ")";

    boolean isEmpty() {
        return project.isEmpty() && status.isEmpty() && text.isEmpty() && fields.isEmpty();
    }

    /**
     * Leaves out what cannot pass.
     *
     * @param inheriting the dialects whose events may have a project that another event says
     */
    void narrow(SqlFilter sql, List<String> inheriting) {
        project.ifPresent(name -> sql.and(HAS_OR_INHERITS, List.of(inheriting.toArray(String[]::new), name)));
        // A state is that of the event's type, too, and need not stand in it.
        sql.and(HAS, status.filter(status -> !isState(status)));
        sql.and(HAS_FOLDED, text.map(PayloadFilter::folded));
        fields.forEach(field -> sql.and(HAS, field.literal()));
    }

    private static boolean isState(String status) {
        return Arrays.stream(WorkflowState.values())
                .anyMatch(state -> state.label().equals(status));
    }

    /** Whether an event passes, as far as it says so itself. */
    boolean admits(byte[] content) {
        return hasText(content) && hasFields(content);
    }

    /** Whether a view passes that has its inherited project. */
    boolean admits(EventView view) {
        return status.filter(wanted -> !wanted.equals(view.status())).isEmpty()
                && project.filter(wanted -> !wanted.equals(view.project())).isEmpty();
    }

    private boolean hasText(byte[] content) {
        if (text.isEmpty()) {
            return true;
        }
        String wanted = folded(text.get());
        try {
            return AcceptedJson.anyText(content, value -> folded(value).contains(wanted));
        } catch (IOException e) {
            return false; // not what was accepted: it says nothing
        }
    }

    private boolean hasFields(byte[] content) {
        if (fields.isEmpty()) {
            return true;
        }
        try {
            JsonNode event = AcceptedJson.readExactly(content);
            return fields.stream().allMatch(field -> field.isMetBy(event));
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /** As PostgreSQL's {@code lower} does in the collation "C": no other letters than A to Z. */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return folded.toString();
    }
}
