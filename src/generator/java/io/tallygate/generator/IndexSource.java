package io.tallygate.generator;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the list of all models, and what is said of their packages. */
final class IndexSource {
    static final String PACKAGE = "io.tallygate.model";
    static final String NAME = PACKAGE + ".BuiltInModels";

    private IndexSource() {}

    static String of(List<EventFile> events) {
        String models = events.stream()
                .map(event -> event.packageName() + "." + event.className() + ".MODEL")
                .collect(Collectors.joining(",\n"));
        return new Source()
                .add("package " + PACKAGE + ";")
                .gap()
                .add("import java.util.List;")
                .add("import javax.annotation.processing.Generated;")
                .gap()
                .add("/** One model for each schema. */")
                .add(RecordSource.GENERATED)
                .add("final class BuiltInModels {")
                .add("static final List<ModelType<?>> ALL = List.of(")
                .add(models + ");")
                .gap()
                .add("private BuiltInModels() {}")
                .add("}")
                .toString();
    }

    static String packageInfo(String name, String dialect) {
        return """
                /** Models of the events of the dialect {@code %s}, generated from its schemas. */
                @NullMarked
                package %s;

                import org.jspecify.annotations.NullMarked;
                """.formatted(dialect, name);
    }
}
