package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testkit.Browser;
import io.tallygate.testkit.GatewayProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is made of what there is: of the demo, when one asks for it by {@code -Dit.test=DashboardPictures}. */
class DashboardPictures {

    @Test
    void pictures_areMadeOfTheDemo(@TempDir Path data) {
        Browser.assumeUsable();
        try (GatewayProcess demo = GatewayProcess.setup("dashboard-demo")
                .dataFolder(data)
                .set("TALLYGATE_DEMO_ENABLED", "true")
                .start()) {
            assertThat(Browser.makePictures(demo.url(), Path.of("docs", "screenshots")))
                    .contains("made overview.png");
        }
    }
}
