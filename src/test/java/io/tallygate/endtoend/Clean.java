package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.HttpAnswer;
import java.util.regex.Pattern;

/** What no answer and no log may show. */
final class Clean {
    private static final Pattern INSIDES = Pattern.compile(
            "\\b(java|jakarta|javax|com\\.fasterxml|com\\.rabbitmq|io\\.(tallygate|vertx|quarkus|smallrye)"
                    + "|org\\.(postgresql|jboss|hibernate))\\.\\w+|Exception\\b|\\bat [\\w.$]+\\(|SQLSTATE");

    /** A line's end and a tab apart. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F\\x{80}-\\x{9F}\\x{202A}-\\x{202E}]");

    private Clean() {}

    /** The same answer, if it says nothing of what the gateway is made of. */
    static HttpAnswer checked(HttpAnswer answer) {
        checked(answer.text());
        return answer;
    }

    static void checked(String text) {
        assertThat(INSIDES.matcher(text).results().map(found -> found.group()).toList())
                .as("what the answer says of the gateway's insides: %s", text)
                .isEmpty();
    }

    static void checkVisible(String text) {
        assertThat(CONTROL.matcher(text).find())
                .as("control characters in %s", text)
                .isFalse();
        assertThat(text).doesNotContain("\n");
    }

    /** That nothing in the log could steer a terminal or begin a line that the gateway did not write. */
    static void checkLog(GatewayProcess gateway) {
        assertThat(gateway.log().lines().filter(line -> CONTROL.matcher(line).find()))
                .as("lines of the log with control characters")
                .isEmpty();
        assertThat(gateway.log()).doesNotContain("\n2026 ERROR all is lost");
    }
}
