package io.tallygate.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes models of schemas whose names and shapes are as hard as they can be, compiles and uses them. */
class GenerateModelsTest {
    private static final Path SCHEMAS = Path.of("src/test/resources/generator/schemas");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Everything that the schema names, and something that it does not. */
    private static final String EVENT = """
            {"id": "i", "type": "odd.event", "when": "2025-01-01T00:00:00Z", "meta": {"version": "1", "colour": "blue"},
             "class": "c", "int": 1, "a_b": "1", "aB": "2", "AB": "3", "": "4", "1st": true, "größe": 1.5, "hashCode": "5",
             "equals": [null], "without": "6", "others": "7", "wait": 8, "toMap": {"x": null}, "MODEL": "9",
             "object": {"string": "\\"\\\\u0022\\n*/", "object": {"string": null}}, "fixed": true, "three": 3.0,
             "node": {"value": 1, "next": {"value": 2, "more": 1}}, "nodes": [{"value": 3}], "steps": [{"name": "s"}, {}],
             "flags": [true, null], "pair": ["a", 1], "scores": {"a": 1, "b": null}, "either": 5, "cause": {"type": 1},
             "anything": null, "unknown": {"y": []}}""";

    @TempDir
    private Path folder;

    @Test
    void hardNames_compileWithoutAWarning_andLoseNothing() throws Exception {
        try (URLClassLoader loader = compiled(SCHEMAS)) {
            Object event = read(loader, EVENT.replace("{\"type\": 1}", bare()));
            String json = (String) event.getClass().getMethod("toJson").invoke(event);
            assertThat(MAPPER.readTree(json)).isEqualTo(MAPPER.readTree(EVENT.replace("{\"type\": 1}", bare())));
            assertThat(event.getClass().getName()).isEqualTo("io.tallygate.model.class_.OddEventV1");
            assertThat(accessors(event.getClass()))
                    .contains(
                            "class_ String",
                            "int_ BigDecimal",
                            "aB Optional",
                            "aB2 Optional",
                            "ab Optional",
                            "_1st Optional",
                            "größe Optional")
                    .contains("three BigDecimal", "fixed boolean", "when Optional", "object Object2");
        }
    }

    private static String bare() {
        return """
                {"type": "odd.event", "class": "c", "int": 1, "object": {"string": ""}, "fixed": true, "three": 3}""";
    }

    @Test
    void defaults_areFilledByTheModel() throws Exception {
        try (URLClassLoader loader = compiled(SCHEMAS)) {
            Object event = read(loader, bare().replace("{\"type\"", "{\"meta\": {}, \"type\""));
            Object complete = event.getClass().getMethod("withDefaults").invoke(event);
            JsonNode json = MAPPER.readTree(
                    (String) complete.getClass().getMethod("toJson").invoke(complete));
            assertThat(json.path("id").asText()).hasSize(36);
            assertThat(json.path("when").asText()).endsWith("Z");
            assertThat(json.path("meta").path("version").asText()).isEqualTo("1");
            assertThat(json.path("meta").path("colour").asText()).isEqualTo("red");
        }
    }

    @Test
    void pattern_becomesAModelOfItsOwn() throws Exception {
        try (URLClassLoader loader = compiled(SCHEMAS)) {
            Object event = read(loader, "{\"type\": \"work.done\", \"meta\": {\"version\": \"2.0-rc.1\"}}");
            assertThat(event.getClass().getSimpleName()).isEqualTo("IntDoneV2_0_rc_1");
            Class<?> builder = Class.forName(event.getClass().getName() + "$Builder", true, loader);
            assertThat(builder.getMethod("typeOf", String.class)).isNotNull();
        }
    }

    @Test
    void secondRun_touchesNothing_andRemovesWhatIsNoModelAnyMore() throws IOException {
        GenerateModels.main(SCHEMAS.toString(), folder.toString());
        Path model = folder.resolve("io/tallygate/model/class_/OddEventV1.java");
        Path old = Files.writeString(folder.resolve("io/tallygate/model/class_/OldV1.java"), "class OldV1 {}");
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(model, longAgo);
        GenerateModels.main(SCHEMAS.toString(), folder.toString());
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(longAgo);
        assertThat(old).doesNotExist();
    }

    @Test
    void twoTypesOfOneClassName_areRefusedByName() throws IOException {
        for (String type : List.of("a.b", "a_b")) {
            Path file = folder.resolve("one/" + type + "/1.json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{\"type\": \"object\"}");
        }
        Files.writeString(folder.resolve("one/dialect.json"), "{}");
        assertThatThrownBy(() -> GenerateModels.sources(folder)).hasMessageContaining("one.ABV1");
    }

    @Test
    void whatCannotBeTyped_becomesJson() throws IOException {
        Path file = folder.resolve("one/a/1.json");
        Files.createDirectories(file.getParent());
        Files.writeString(folder.resolve("one/dialect.json"), "{}");
        Files.writeString(file, """
                {"type": "object", "properties": {
                  "endless": {"$ref": "#/properties/endless"}, "elsewhere": {"$ref": "#name"},
                  "union": {"anyOf": [{"type": "string"}]}, "mixed": {"enum": [1, "a"]}}}""");
        assertThat(GenerateModels.sources(folder).get("io/tallygate/model/one/AV1.java"))
                .contains(
                        "Optional<Object> endless",
                        "Optional<Object> elsewhere",
                        "Optional<Object> union",
                        "Optional<Object> mixed");
    }

    private static List<String> accessors(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .map(method -> method.getName() + " " + method.getReturnType().getSimpleName())
                .toList();
    }

    private static Object read(ClassLoader loader, String json) throws ReflectiveOperationException {
        return loader.loadClass("io.tallygate.model.EventModels")
                .getMethod("fromJson", byte[].class)
                .invoke(null, (Object) json.getBytes(StandardCharsets.UTF_8));
    }

    /** The product over the given schemas instead of its own, with the models that were made of them. */
    private URLClassLoader compiled(Path schemas) throws IOException {
        Path sources = folder.resolve("sources");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        GenerateModels.main(schemas.toString(), sources.toString());
        compile(sources, classes);
        install(schemas, classes.resolve("schemas"));
        List<URL> path = new ArrayList<>(List.of(url(classes)));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(url(Path.of(entry)));
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-Xlint:all,-classfile,-path",
                "-Werror",
                "--release",
                "17",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    /** As the class path has the built-in ones: with the list of them. */
    private static void install(Path schemas, Path target) throws IOException {
        List<String> index = new ArrayList<>();
        try (Stream<Path> files = Files.walk(schemas)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = schemas.relativize(file);
                Files.createDirectories(target.resolve(relative).getParent());
                Files.copy(file, target.resolve(relative));
                index.add(Stream.of(relative.toString().split(File.separator.replace("\\", "\\\\")))
                        .collect(Collectors.joining("/")));
            }
        }
        Files.write(target.resolve("index.txt"), index);
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
