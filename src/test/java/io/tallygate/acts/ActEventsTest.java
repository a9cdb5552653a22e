package io.tallygate.acts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.event.Content;
import io.tallygate.event.Tenants;
import io.tallygate.event.WorkflowEvent;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every act is an event that its schema accepts, and says who, what, when, from where and whose. */
class ActEventsTest {
    private static final SchemaCatalog CATALOG = SchemaCatalog.load(Optional.empty());
    private static final EventValidator VALIDATOR = new EventValidator(CATALOG, ValidationLimits.DEFAULTS);
    private static final UUID PLATFORM = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final UUID TENANT = UUID.fromString("a3c1f6de-5b0e-4d6f-9a52-0c8f6d2f1b77");
    private static final Instant NOW = Instant.parse("2026-11-21T08:15:30.123456Z");
    private static final Content BYTES = Content.of("{}".getBytes(StandardCharsets.UTF_8));
    private static final Actor ADA = new Actor(
            "person",
            "https://id.example.org|7c1b",
            "Ada \"\u0000\" Example",
            Set.of("viewer", "operator"),
            Optional.of("10.0.3.17"));

    private final ActEvents events = new ActEvents(PLATFORM);

    private static List<Act> ofTheTenant() {
        return List.of(
                Act.resubmission(TENANT, Optional.of(TENANT), true, BYTES),
                Act.jobTrigger("outcome-sync", TENANT, "e1", "me", BYTES),
                key("created", Tenants.of(TENANT)),
                key("rotated", Tenants.of(TENANT)),
                key("revoked", Tenants.of(TENANT)),
                Act.originalRead(TENANT, "e1", BYTES),
                Act.quarantinedOriginalRead(TENANT, Optional.of(TENANT), BYTES));
    }

    private static Act key(String what, Tenants tenants) {
        return Act.key(what, "k1", "zephyr", List.of("publisher"), tenants, NOW, Optional.of("k0"));
    }

    private static List<Act> ofThePlatform() {
        UUID other = UUID.randomUUID();
        return List.of(
                Act.resubmission(TENANT, Optional.empty(), false, BYTES),
                key("created", Tenants.ALL),
                key("rotated", Tenants.of(TENANT, other)),
                Act.quarantinedOriginalRead(TENANT, Optional.empty(), BYTES),
                Act.projectionRebuilt("runs"),
                Act.configurationViewed());
    }

    private WorkflowEvent accepted(Act act, Actor actor) {
        Verdict verdict = VALIDATOR.check(events.of(act, actor, NOW), Optional.empty());
        assertThat(verdict).as(act + ": " + verdict).isInstanceOf(Verdict.Valid.class);
        return ((Verdict.Valid) verdict).event();
    }

    @Test
    void act_onATenantsData_isAnEventOfThatTenant() {
        assertThat(ofTheTenant()).allSatisfy(act -> {
            WorkflowEvent event = accepted(act, ADA);
            assertThat(event.dialect()).isEqualTo("tallygate");
            assertThat(event.tenant()).isEqualTo(TENANT);
            assertThat(event.source()).isEqualTo("tallygate");
            assertThat(event.time()).isEqualTo(Instant.parse("2026-11-21T08:15:30.123Z"));
        });
    }

    @Test
    void act_onNothingOfOneTenant_isAnEventOfThePlatforms() {
        assertThat(ofThePlatform())
                .allSatisfy(
                        act -> assertThat(accepted(act, Actor.command("root")).tenant())
                                .isEqualTo(PLATFORM));
    }

    @Test
    void acts_areOfEveryTypeOfTheDialect() {
        assertThat(List.of(ofTheTenant(), ofThePlatform()))
                .flatMap(acts -> acts)
                .extracting(act -> accepted(act, ADA).type())
                .containsAll(CATALOG.schemas().stream()
                        .filter(schema -> schema.dialect().equals("tallygate"))
                        .map(EventSchema::type)
                        .toList());
    }

    @Test
    void act_saysWhoFromWhereAndWhat() throws IOException {
        JsonNode event = new ObjectMapper()
                .readTree(events.of(ofTheTenant().get(2), ADA, NOW).bytes());

        assertThat(event.path("actor").toString())
                .isEqualTo(
                        "{\"kind\":\"person\",\"id\":\"https://id.example.org|7c1b\",\"name\":\"Ada \\\"\\u0000\\\" Example\","
                                + "\"roles\":[\"operator\",\"viewer\"],\"address\":\"10.0.3.17\"}");
        assertThat(event.path("object").toString()).isEqualTo("{\"kind\":\"key\",\"id\":\"k1\"}");
        assertThat(event.path("parameters").toString())
                .isEqualTo("{\"name\":\"zephyr\",\"roles\":[\"publisher\"],\"tenants\":[\"" + TENANT
                        + "\"],\"expires\":\"2026-11-21T08:15:30.123456Z\",\"replaced\":\"k0\"}");
    }
}
