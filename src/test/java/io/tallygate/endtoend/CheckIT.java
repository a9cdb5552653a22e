package io.tallygate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command {@code gate check} as producers run it: the packaged program in a process of its own, and nothing else. */
class CheckIT {
    private record Ended(int code, String out, String err) {}

    private static Ended gate(Path input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "gate", "check"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectInput(input.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    private static final Path NOTHING = Path.of("/dev/null");

    @Test
    void validFile_ends0_andSaysNothingElse() throws Exception {
        assertThat(gate(NOTHING, "examples/started.json", "examples/failed.json"))
                .isEqualTo(new Ended(0, "2 events checked, 0 invalid\n", ""));
    }

    @Test
    void brokenFile_ends1_withPlaceKeywordAndReason() throws Exception {
        Ended ended = gate(NOTHING, "examples/started.json", "examples/broken.json");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("examples/broken.json: /data: required: ")
                .contains("opportunityId");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void standardInput_asJson() throws Exception {
        Ended ended = gate(Path.of("examples/broken.json"), "--json", "-");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(new ObjectMapper()
                        .readTree(ended.out())
                        .at("/problems/0/pointer")
                        .asText())
                .isEqualTo("/data");
    }

    @Test
    void missingFile_orWrongUse_ends2() throws Exception {
        assertThat(gate(NOTHING, "examples/none.json").code()).isEqualTo(2);
        assertThat(gate(NOTHING).err()).contains("Usage: gate check");
    }
}
