package io.tallygate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temp;

    @Test
    void claim_createsItForItsOwnerOnly() throws IOException {
        try (DataDirectory directory = DataDirectory.claim(temp.resolve("new/data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void claim_whileClaimed_isRefusedAndNamesTheDirectory() {
        try (DataDirectory first = DataDirectory.claim(temp)) {
            assertThatThrownBy(() -> DataDirectory.claim(temp))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining(first.path().toString())
                    .hasMessageContaining("this process");
        }
    }

    @Test
    void claim_afterClose_succeeds() {
        DataDirectory.claim(temp).close();
        DataDirectory second = DataDirectory.claim(temp);
        second.close();
        second.close();
    }

    @Test
    void claim_ofAFile_isRefused() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.claim(file))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining(file.toString());
    }
}
