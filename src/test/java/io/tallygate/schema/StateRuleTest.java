package io.tallygate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.tallygate.testkit.CollidingNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StateRuleTest {
    private static final StateRule BY_STATUS = StateRule.by(
            JsonPointer.compile("/status"),
            Map.of("success", WorkflowState.COMPLETED),
            Optional.of(WorkflowState.FAILED));

    @Test
    void of_storedEventWhoseNamesCollideInTheParsersTable_isReadLikeAnyOther() {
        String names = CollidingNames.ofTheParser(3_000).stream()
                .map(name -> '"' + name + "\":0,")
                .collect(Collectors.joining());

        assertThat(BY_STATUS.of(bytes("{" + names + "\"status\":\"success\"}"))).contains(WorkflowState.COMPLETED);
    }

    @Test
    void of_storedEvent_isToldByTheValueElseOtherwise() {
        assertThat(BY_STATUS.of(bytes("{\"status\":\"success\"}"))).contains(WorkflowState.COMPLETED);
        assertThat(BY_STATUS.of(bytes("{\"status\":\"stopped\"}"))).contains(WorkflowState.FAILED);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
