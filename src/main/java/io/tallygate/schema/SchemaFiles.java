package io.tallygate.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files of the catalogue: those that are built in, and those of a directory. */
final class SchemaFiles {
    private static final String ROOT = "/schemas/";
    private static final int MAX_BYTES = 1 << 20;

    private SchemaFiles() {}

    /**
     * The built-in files. They are listed in an index because a class path cannot be listed in every packaging; a test
     * holds the index against the folder.
     */
    static List<SchemaFile> builtIn() {
        return new String(builtIn("index.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .map(path -> SchemaFile.of("class path " + ROOT + path, path, builtIn(path)))
                .toList();
    }

    /** The bytes of one built-in file. */
    static byte[] builtIn(String path) {
        String origin = "class path " + ROOT + path;
        try (InputStream in = SchemaFiles.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new SchemaLoadException(origin, "there is no such resource");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new SchemaLoadException(origin, "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The {@code .json} files of a directory. Hidden files and folders are skipped (a Kubernetes volume has some beside
     * the mounted files), so are files of other kinds.
     */
    static List<SchemaFile> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new SchemaLoadException(directory.toString(), "is not a directory");
        }
        List<SchemaFile> files = new ArrayList<>();
        collect(directory, directory, files);
        return files;
    }

    private static void collect(Path root, Path folder, List<SchemaFile> files) {
        for (Path entry : entries(folder)) {
            if (entry.getFileName().toString().startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(entry) && root.relativize(entry).getNameCount() <= 2) {
                collect(root, entry, files);
            } else if (Files.isDirectory(entry)) {
                throw new SchemaLoadException(entry.toString(), "is a folder within the folder of an event type");
            } else if (entry.getFileName().toString().endsWith(".json")) {
                files.add(SchemaFile.of(entry.toString(), slashed(root.relativize(entry)), read(entry)));
            }
        }
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new SchemaLoadException(folder.toString(), "cannot be listed: " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SchemaLoadException(file.toString(), "has more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SchemaLoadException(file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private static String slashed(Path path) {
        StringBuilder joined = new StringBuilder();
        for (Path step : path) {
            joined.append(joined.isEmpty() ? "" : "/").append(step);
        }
        return joined.toString();
    }
}
