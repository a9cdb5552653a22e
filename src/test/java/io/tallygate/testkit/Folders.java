package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that live as long as what works in them. */
final class Folders {
    private Folders() {}

    static Path temporary(String prefix) {
        try {
            return Files.createTempDirectory("tallygate-" + prefix);
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for " + prefix, e);
        }
    }

    /** Deletes a folder as far as it goes: what is left over in the temporary folder must not fail a test. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(Folders.class.getName()).log(System.Logger.Level.WARNING, "Could not delete " + folder, e);
        }
    }
}
