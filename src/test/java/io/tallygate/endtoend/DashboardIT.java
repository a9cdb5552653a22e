package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.Browser;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestBroker;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person with a browser: what they see and do is in {@code src/test/browser}, a script for each suite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {
    private TestBroker broker;
    private GatewayProcess gateway;

    @BeforeAll
    void start() {
        Browser.assumeUsable();
        broker = TestBroker.start();
        gateway = GatewayProcess.setup("dashboard")
                .broker(broker.uri())
                .database(PostgresNode.shared().createDatabase())
                .start();
    }

    @AfterAll
    void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    /** On a gateway that is empty, so before all others. */
    @Test
    @Order(1)
    void newcomer_sendsBreaksAndMendsTheFirstEvent() {
        assertThat(Browser.run(gateway.url(), "first")).contains("ok   first:");
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"screens", "live", "links", "hostile", "looks", "pages"})
    void page_isAsPeopleExpect(String suite) {
        assertThat(Browser.run(gateway.url(), suite)).contains("ok   " + suite + ":");
    }

    @Test
    @Order(3)
    void modules_satisfyTheLinter() throws IOException {
        Browser.lint();
    }
}
