package io.tallygate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTest {
    private static final UUID OWN = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final Sender orders =
            new Sender(Tenants.of(OWN), new NamePatterns(List.of("orders")), new NamePatterns(List.of("workflow.*")));

    @Test
    void objectionTo_whatIsAllItsOwn_isNone() {
        assertThat(orders.objectionTo(event(OWN, "orders", "workflow.step.completed")))
                .isEmpty();
    }

    @Test
    void objectionTo_anyOneThatIsNot_saysWhich() {
        assertThat(orders.objectionTo(event(OTHER, "orders", "workflow.step.completed")))
                .hasValueSatisfying(why -> assertThat(why).contains("tenant " + OTHER));
        assertThat(orders.objectionTo(event(OWN, "orders-2", "workflow.step.completed")))
                .hasValueSatisfying(why -> assertThat(why).contains("source").doesNotContain("orders-2"));
        assertThat(orders.objectionTo(event(OWN, "orders", "other.step")))
                .hasValueSatisfying(why -> assertThat(why).contains("type"));
    }

    @Test
    void objectionTo_claim_goesByWhatItSays() {
        assertThat(orders.objectionTo(Claim.nothing())).isEmpty();
        assertThat(orders.objectionTo(Claim.nothing().ofTenant(Optional.of(OTHER))))
                .isPresent();
        assertThat(Sender.NOBODY.objectionTo(Claim.nothing())).isPresent();
        assertThat(Sender.ANYONE.objectionTo(Claim.nothing().ofTenant(Optional.of(OTHER))))
                .isEmpty();
    }

    @Test
    void contains_whatBelongsToNone_isForThoseOfAllTenantsOnly() {
        assertThat(Tenants.ALL.contains(Optional.empty())).isTrue();
        assertThat(Tenants.of(OWN).contains(Optional.empty())).isFalse();
        assertThat(Tenants.of(OWN).contains(Optional.of(OWN))).isTrue();
        assertThat(Tenants.of(OWN).contains(Optional.of(OTHER))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "orders, orders, true",
        "orders, orders2, false",
        "orders, order, false",
        "workflow.*, workflow.step, true",
        "workflow.*, workflow., true",
        "workflow.*, workflow, false",
        "workflow.*, other.workflow.step, false",
        "a*b, a*b, true",
        "a*b, axb, false"
    })
    void matches_aNameOrItsBeginning(String pattern, String name, boolean matches) {
        assertThat(new NamePatterns(List.of("nothing", pattern)).matches(name)).isEqualTo(matches);
    }

    private static WorkflowEvent event(UUID tenant, String source, String type) {
        return new WorkflowEvent(
                "coder",
                tenant,
                "id",
                type,
                "1.0.0",
                source,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Content.of("{}".getBytes(StandardCharsets.UTF_8)));
    }
}
