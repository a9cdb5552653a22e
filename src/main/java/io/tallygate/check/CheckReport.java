package io.tallygate.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Rejection;
import io.tallygate.event.Violation;
import java.io.PrintStream;
import java.util.List;

/** What the command found, as text as it goes, or as one JSON document at the end. */
final class CheckReport {
    /** A list that is longer is of no more use, and must fit into memory. */
    private static final int MAX_PROBLEMS = 10_000;

    private final boolean json;
    private final PrintStream out;
    private final ArrayNode problems = JsonNodeFactory.instance.arrayNode();
    private int checked;
    private int invalid;
    private int unreadable;
    private int listed;

    CheckReport(boolean json, PrintStream out) {
        this.json = json;
        this.out = out;
    }

    void valid() {
        checked++;
    }

    /** @param index which event of a list it is, from 0; -1 in a file that is no list */
    void invalid(String file, int index, Rejection rejection) {
        checked++;
        invalid++;
        List<Violation> violations = rejection.violations().isEmpty()
                ? List.of(Violation.ofRule("", rejection.reason().label(), rejection.message()))
                : rejection.violations();
        violations.forEach(violation -> problem(file, index, rejection.reason().label(), violation));
    }

    void unreadable(String file, String why) {
        unreadable++;
        problem(file, -1, "not-read", Violation.ofRule("", "file", why));
    }

    private void problem(String file, int index, String reason, Violation violation) {
        if (++listed > MAX_PROBLEMS) {
            return;
        }
        if (json) {
            ObjectNode problem = problems.addObject().put("file", file);
            if (index >= 0) {
                problem.put("event", index);
            }
            problem.put("reason", reason)
                    .put("pointer", violation.pointer())
                    .put("keyword", violation.keyword())
                    .put("schema", violation.schemaLocation())
                    .put("message", violation.message());
        } else {
            String place = violation.pointer().isEmpty() ? "(root)" : violation.pointer();
            out.println(file + (index < 0 ? "" : "[" + index + "]") + ": " + place + ": " + violation.keyword() + ": "
                    + violation.message() + " (" + reason + ")");
        }
    }

    /**
     * Ends the report.
     *
     * @return the exit code: 0 all valid, 1 something is not, 2 something could not be read
     */
    int end() {
        if (json) {
            ObjectNode report = JsonNodeFactory.instance.objectNode();
            report.put("valid", invalid == 0 && unreadable == 0)
                    .put("checked", checked)
                    .put("invalid", invalid)
                    .put("unread", unreadable)
                    .put("problemsLeftOut", Math.max(0, listed - MAX_PROBLEMS))
                    .set("problems", problems);
            print(report);
        } else {
            if (listed > MAX_PROBLEMS) {
                out.println((listed - MAX_PROBLEMS) + " more problems are not listed");
            }
            out.println(checked + (checked == 1 ? " event" : " events") + " checked, " + invalid + " invalid"
                    + (unreadable == 0 ? "" : ", " + unreadable + " files not read"));
        }
        out.flush();
        return unreadable > 0 ? 2 : invalid > 0 ? 1 : 0;
    }

    private void print(ObjectNode report) {
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report of ours cannot be written", e);
        }
    }
}
