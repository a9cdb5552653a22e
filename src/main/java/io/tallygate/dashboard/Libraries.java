package io.tallygate.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Where the files of browser libraries lie on the class path: each library's jar says it in an import map. */
final class Libraries {
    private static final String MAPS = "META-INF/importmap.json";
    private static final String ROOT = "META-INF/resources";

    private final Map<String, String> folders;

    private Libraries(Map<String, String> folders) {
        this.folders = folders;
    }

    static Libraries on(ClassLoader loader) throws IOException {
        Map<String, String> folders = new TreeMap<>(Collections.reverseOrder());
        ObjectMapper json = new ObjectMapper();
        for (URL map : Collections.list(loader.getResources(MAPS))) {
            try (InputStream in = map.openStream()) {
                JsonNode imports = json.readTree(in).path("imports");
                imports.fields().forEachRemaining(entry -> {
                    if (entry.getKey().endsWith("/")) {
                        folders.put(entry.getKey(), entry.getValue().asText());
                    }
                });
            }
        }
        return new Libraries(folders);
    }

    /**
     * The class path's name of a library's file.
     *
     * @param file library and path, without a version, e.g. {@code lit-html/directives/repeat.js}
     * @throws IllegalArgumentException if no jar has that library
     */
    String locate(String file) {
        return folders.entrySet().stream()
                .filter(folder -> file.startsWith(folder.getKey()))
                .findFirst()
                .map(folder -> ROOT
                        + folder.getValue()
                        + file.substring(folder.getKey().length()))
                .orElseThrow(() -> new IllegalArgumentException("No library on the class path has " + file));
    }
}
