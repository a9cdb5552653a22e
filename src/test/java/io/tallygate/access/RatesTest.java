package io.tallygate.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.access.Rates.Allowance;
import io.tallygate.event.NamePatterns;
import io.tallygate.event.Sender;
import io.tallygate.event.Tenants;
import io.tallygate.testkit.Configured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** With rates of so little a second that nothing of it comes back while this runs. */
class RatesTest {
    private static final UUID TENANT = UUID.randomUUID();

    private final Rates rates = new Rates(Configured.by(
            Map.of(
                    "tallygate.access.limits.caller-rate", "1",
                    "tallygate.access.limits.tenant-rate", "2",
                    "tallygate.access.limits.burst", "1000"),
            AccessConfig.class));

    private static Caller caller(String id, Tenants tenants) {
        return new Caller(
                Caller.Kind.KEY,
                id,
                id,
                Set.of(Role.VIEWER),
                new Sender(tenants, NamePatterns.ANY, NamePatterns.ANY),
                Optional.empty());
    }

    private static List<String> spent(List<Allowance> allowances) {
        return allowances.stream()
                .filter(Allowance::isSpent)
                .map(Allowance::name)
                .toList();
    }

    @Test
    void caller_hasItsAllowance_andIsToldWhenItIsSpent() {
        Caller one = caller("one", Tenants.ALL);

        List<Allowance> first = rates.use(one, 1);
        assertThat(first).singleElement().satisfies(left -> {
            assertThat(left.quota()).isEqualTo(1_000);
            assertThat(left.remaining()).isEqualTo(999);
            assertThat(left.comeBackIn()).isEqualTo(Duration.ZERO);
        });
        assertThat(spent(rates.use(one, 999))).isEmpty();
        assertThat(spent(rates.use(one, 500))).containsExactly("caller");
        assertThat(spent(rates.use(caller("another", Tenants.ALL), 1))).isEmpty();
    }

    @Test
    void callersOfOneTenant_shareItsAllowance() {
        Tenants tenant = Tenants.of(TENANT);

        rates.use(caller("one", tenant), 1_000);
        rates.use(caller("two", tenant), 1_000);

        assertThat(spent(rates.use(caller("three", tenant), 900))).containsExactly("tenant");
        assertThat(spent(rates.use(caller("four", Tenants.of(UUID.randomUUID())), 900)))
                .isEmpty();
    }

    @Test
    void requestLargerThanTheAllowance_isLetInAlone() {
        assertThat(spent(rates.use(caller("one", Tenants.ALL), 5_000))).isEmpty();
        assertThat(spent(rates.use(caller("one", Tenants.ALL), 500))).containsExactly("caller");
    }
}
