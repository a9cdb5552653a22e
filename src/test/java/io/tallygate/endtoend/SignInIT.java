package io.tallygate.endtoend;

import static io.tallygate.endtoend.ClosedGateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.Browser;
import io.tallygate.testkit.Events;
import io.tallygate.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** People who sign in at the page, with a browser: what they see and do is in {@code src/test/browser}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {
    /** The same as in {@code events.mjs}. */
    private static final UUID TENANT = UUID.fromString("6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11");

    private static final UUID OTHER_TENANT = UUID.fromString("7a2d8c41-5b3e-4f62-8d1b-1a5e5d2e3b22");

    private final Events events = new Events(11);
    private ClosedGateway closed;

    @BeforeAll
    void start() throws Exception {
        Browser.assumeUsable();
        closed = new ClosedGateway("sign-in");
        assertThat(publish(of(TENANT))).isEqualTo(202);
        assertThat(publish(of(OTHER_TENANT))).isEqualTo(202);
        assertThat(publish(of(TENANT).replaceFirst("\"timestamp\"", "\"timestomp\"")))
                .isEqualTo(422);
    }

    @AfterAll
    void close() throws Exception {
        if (closed != null) {
            closed.close();
        }
    }

    private String of(UUID tenant) {
        TestEvent event = events.valid(Events.STARTED, tenant, UUID.randomUUID());
        return new String(event.body(), StandardCharsets.UTF_8);
    }

    private int publish(String event) {
        return closed.gateway
                .client()
                .post("/api/v1/events", event, bearer(closed.first))
                .status();
    }

    private void signsIn(String name, String role, String tenant) {
        closed.provider.signsIn(claims -> {
            claims.setSubject(name);
            claims.setStringClaim("upn", name + "@example.org");
            claims.setStringListClaim("groups", role);
            claims.setStringListClaim("tenants", tenant);
        });
    }

    @Test
    void viewer_signsInAndOut_andIsOfferedWhatViewersMay() {
        signsIn("ann", "viewer", TENANT.toString());

        assertThat(Browser.run(closed.gateway.url(), "viewer")).contains("ok   viewer:");
    }

    @Test
    void administrator_managesKeys() {
        signsIn("adam", "administrator", "*");

        assertThat(Browser.run(closed.gateway.url(), "administrator")).contains("ok   administrator:");
    }
}
