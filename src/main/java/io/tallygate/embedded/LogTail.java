package io.tallygate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The last lines of a log, for the message of an error. */
final class LogTail {
    private static final int LINES = 12;

    private LogTail() {}

    /** The last lines of a file; says so if it cannot be read. */
    static String of(Path file) {
        // ISO 8859-1 decodes whatever bytes the operating system put into its messages.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - LINES), all.size()));
        } catch (IOException e) {
            return "(" + file + " is not readable)";
        }
    }

    /** The last lines of the file in a directory that was written last. */
    static String ofNewestIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .map(LogTail::of)
                    .orElse("(nothing in " + directory + ")");
        } catch (IOException e) {
            return "(" + directory + " is not readable)";
        }
    }
}
