package io.tallygate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {
    private static final Duration BOUND = Duration.ofSeconds(10);

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    @Test
    void of_withoutAPidFileOrAProcess_isEmpty() throws Exception {
        assertThat(Postmaster.of(data)).isEmpty();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        named(ended.pid());
        assertThat(Postmaster.of(data)).isEmpty();
    }

    @Test
    void of_withAnUnreadablePidFile_isEmpty() throws IOException {
        for (String content : new String[] {"", "\n", "no number\n"}) {
            Files.writeString(data.resolve("postmaster.pid"), content);
            assertThat(Postmaster.of(data)).as(content).isEmpty();
        }
    }

    @Test
    void identity_ofAnotherProgram_isStranger() throws IOException {
        named(ProcessHandle.current().pid());
        assertThat(Postmaster.of(data)).map(Postmaster::identity).contains(Postmaster.Identity.STRANGER);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void identity_ofAPostgresOnAnotherDirectory_isUnknown() throws IOException {
        expectIdentity(Postmaster.Identity.UNKNOWN, fakePostgres(), elsewhere);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void identity_ofAPostgresOnTheDirectory_servesIt_evenWhenItsProgramIsDeleted() throws IOException {
        expectIdentity(Postmaster.Identity.SERVES_IT, fakePostgres(), data);
    }

    @Test
    void identity_ofAnotherProgramThatNamesTheDirectory_isStranger() throws IOException {
        expectIdentity(Postmaster.Identity.STRANGER, Path.of("/bin/sh"), data);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void identity_ofAZombie_isStranger() throws IOException {
        // The child ends when it gets its line; by then its parent is a program that knows nothing of it. A shell would
        // ask how its child ended, sometimes.
        String script = "exec 3<&0; sh -c 'echo $$; read line <&3; exit 0' & exec tail -f /dev/null";
        Process parent = new ProcessBuilder("sh", "-c", script).start();
        try (var output = parent.inputReader();
                var input = parent.outputWriter()) {
            named(Long.parseLong(output.readLine()));
            await().atMost(BOUND).until(() -> parent.info().command().orElse("").endsWith("tail"));
            input.write("\n");
            input.flush();
            await().atMost(BOUND)
                    .until(() ->
                            Postmaster.of(data).filter(Postmaster::isZombie).isPresent());
            assertThat(Postmaster.of(data)).map(Postmaster::identity).contains(Postmaster.Identity.STRANGER);
        } finally {
            parent.destroyForcibly();
        }
    }

    private Path fakePostgres() throws IOException {
        Path program = Files.copy(Path.of("/bin/sh").toRealPath(), elsewhere.resolve("postgres"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private void expectIdentity(Postmaster.Identity expected, Path program, Path served) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "-c", "read line", "-D", served.toString()).start();
        try {
            named(process.pid());
            await().atMost(BOUND).until(() -> identity().equals(Optional.of(expected)));
            Files.deleteIfExists(elsewhere.resolve("postgres"));
            assertThat(identity()).contains(expected);
        } finally {
            process.destroyForcibly();
        }
    }

    private Optional<Postmaster.Identity> identity() throws IOException {
        return Postmaster.of(data).map(Postmaster::identity);
    }

    private void named(long pid) throws IOException {
        Files.writeString(data.resolve("postmaster.pid"), pid + "\n" + data + "\n");
    }
}
