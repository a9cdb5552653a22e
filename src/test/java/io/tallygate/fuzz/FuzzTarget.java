package io.tallygate.fuzz;

import io.tallygate.broker.PropertiesFuzz;
import io.tallygate.schema.EventFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What Jazzer is set on, and which packages it watches for new ways through the code. */
enum FuzzTarget {
    EVENT(EventFuzz.class, EventFuzz::fuzzerTestOneInput, "io.tallygate.schema.**:com.fasterxml.jackson.core.**"),
    PROPERTIES(
            PropertiesFuzz.class,
            PropertiesFuzz::fuzzerTestOneInput,
            "io.tallygate.broker.**:com.rabbitmq.client.impl.**");

    private final Class<?> entry;
    private final Consumer<byte[]> target;
    private final String watched;

    FuzzTarget(Class<?> entry, Consumer<byte[]> target, String watched) {
        this.entry = entry;
        this.target = target;
        this.watched = watched;
    }

    Class<?> entry() {
        return entry;
    }

    String watched() {
        return watched;
    }

    /** Throws if a promise is broken. */
    void run(byte[] input) {
        target.accept(input);
    }

    /** The inputs that are kept: seeds, and what was ever found. */
    Path corpus() {
        return Path.of("src", "test", "resources", "fuzz", name().toLowerCase(java.util.Locale.ROOT));
    }

    List<Path> inputs() {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
