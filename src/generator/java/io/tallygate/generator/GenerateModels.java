package io.tallygate.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program: {@code GenerateModels <schemas> <target>} writes a Java source for each schema. */
public final class GenerateModels {
    private GenerateModels() {}

    /**
     * Runs it.
     *
     * @param args the folder of the schemas, and the folder that gets the sources and loses all others
     */
    public static void main(String... args) throws IOException {
        Map<String, String> sources = sources(Path.of(args[0]));
        Path target = Files.createDirectories(Path.of(args[1]));
        removeOthers(target, sources.keySet());
        for (Map.Entry<String, String> source : sources.entrySet()) {
            write(target.resolve(source.getKey()), source.getValue());
        }
    }

    /** The sources by their paths. */
    static Map<String, String> sources(Path schemas) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        List<EventFile> events = EventFile.in(schemas);
        for (EventFile event : events) {
            put(sources, event.packageName() + "." + event.className(), RecordSource.of(event), event);
        }
        events.stream()
                .collect(Collectors.groupingBy(EventFile::packageName, TreeMap::new, Collectors.toList()))
                .forEach((name, ofPackage) -> {
                    checkDialect(ofPackage);
                    sources.put(
                            path(name + ".package-info"),
                            IndexSource.packageInfo(name, ofPackage.get(0).dialect()));
                });
        sources.put(path(IndexSource.NAME), IndexSource.of(events));
        return sources;
    }

    private static void put(Map<String, String> sources, String name, String source, EventFile event) {
        if (sources.put(path(name), source) != null) {
            throw new IllegalArgumentException(event.file() + ": another schema has the class name " + name + ", too");
        }
    }

    private static void checkDialect(List<EventFile> ofPackage) {
        Set<String> dialects = ofPackage.stream().map(EventFile::dialect).collect(Collectors.toSet());
        if (dialects.size() > 1) {
            throw new IllegalArgumentException("The dialects " + dialects + " have the same package name");
        }
    }

    private static String path(String name) {
        return name.replace('.', '/') + ".java";
    }

    private static void removeOthers(Path target, Set<String> paths) throws IOException {
        Set<Path> wanted = paths.stream().map(target::resolve).collect(Collectors.toSet());
        try (Stream<Path> found = Files.walk(target)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                if (!wanted.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A file that stays the same stays untouched, so that it is not compiled again. */
    private static void write(Path file, String source) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
        }
    }
}
