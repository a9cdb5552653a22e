package io.tallygate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path temp;

    @Test
    void unpackedIn_unpacksOnceAndWhole() throws Exception {
        PostgresBinaries first = PostgresBinaries.unpackedIn(temp);
        for (String program : new String[] {"initdb", "pg_ctl", "postgres"}) {
            assertThat(first.home().resolve("bin").resolve(program)).isExecutable();
        }
        Path marker = Files.createFile(first.home().resolve("marker"));

        assertThat(PostgresBinaries.unpackedIn(temp)).isEqualTo(first);
        assertThat(marker).exists();
        assertThat(temp.toFile().list()).hasSize(1);
    }

    @Test
    void unpackedIn_besideARemnantOfAKilledUnpacking_ignoresIt() throws Exception {
        Files.createDirectories(temp.resolve("unpacking-1/bin"));
        assertThat(PostgresBinaries.unpackedIn(temp).home().resolve("bin/postgres"))
                .isExecutable();
    }
}
