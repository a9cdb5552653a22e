package io.tallygate.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The schema of an event type in a version: the file {@code <dialect>/<type>/<version>.json}.
 *
 * @param file for messages
 * @param dialect the name of its dialect
 * @param type the event type, or the pattern of many
 * @param schema the document
 * @param description the dialect's {@code dialect.json}
 */
record EventFile(Path file, String dialect, String type, String version, JsonNode schema, JsonNode description) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String EXTENSION = ".json";

    /** Every event of a folder, in the order of the names. */
    static List<EventFile> in(Path folder) throws IOException {
        List<EventFile> events = new ArrayList<>();
        for (Path dialect : entries(folder)) {
            Path description = dialect.resolve("dialect.json");
            if (Files.exists(description)) {
                addEvents(events, dialect, MAPPER.readTree(description.toFile()));
            }
        }
        return events;
    }

    private static void addEvents(List<EventFile> events, Path dialect, JsonNode description) throws IOException {
        for (Path type : entries(dialect)) {
            for (Path file : Files.isDirectory(type) ? entries(type) : List.<Path>of()) {
                String name = name(file);
                if (name.endsWith(EXTENSION)) {
                    String version = name.substring(0, name.length() - EXTENSION.length());
                    JsonNode schema = MAPPER.readTree(file.toFile());
                    events.add(new EventFile(file, name(dialect), name(type), version, schema, description));
                }
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /** {@code io.tallygate.model.workflowevent} for {@code workflow-event}. */
    String packageName() {
        return IndexSource.PACKAGE + "." + JavaNames.packageName(dialect);
    }

    /** {@code WorkflowStepCompletedV1_0_0}: another version changes no name. */
    String className() {
        return JavaNames.className(type) + "V" + version.replaceAll("[^A-Za-z0-9]", "_");
    }

    /** Whether the dialect reads the time of its events there. */
    boolean isTime(String pointer) {
        for (JsonNode time : description.path("pointers").path("time")) {
            if (time.asText().equals(pointer)) {
                return true;
            }
        }
        return false;
    }
}
