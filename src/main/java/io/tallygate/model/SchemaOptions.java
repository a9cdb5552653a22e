package io.tallygate.model;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SchemaCommand} is asked for.
 *
 * @param version the newest if it is empty
 * @param output standard output if it is empty
 * @param schemas a directory of further schemas
 */
record SchemaOptions(
        String type, Optional<String> version, SchemaForm form, Optional<Path> output, Optional<Path> schemas) {

    /** The arguments cannot be understood, or ask for what there is not. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static SchemaOptions parse(List<String> arguments) throws UsageException {
        @Nullable String type = null;
        Optional<String> version = Optional.empty();
        SchemaForm form = SchemaForm.VALIDATION;
        Optional<Path> output = Optional.empty();
        Optional<Path> schemas = Optional.empty();
        Deque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String argument = left.pop();
            switch (argument) {
                case "--version" -> version = Optional.of(valueOf(argument, left));
                case "--form" -> form = form(valueOf(argument, left));
                case "-o", "--output" -> output = Optional.of(Path.of(valueOf(argument, left)));
                case "--schemas" -> schemas = Optional.of(Path.of(valueOf(argument, left)));
                default -> {
                    if (argument.startsWith("-") || type != null) {
                        throw new UsageException("\"" + argument + "\" is not understood");
                    }
                    type = argument;
                }
            }
        }
        if (type == null) {
            throw new UsageException("no event type is given");
        }
        return new SchemaOptions(type, version, form, output, schemas);
    }

    private static SchemaForm form(String label) throws UsageException {
        return SchemaForm.find(label)
                .orElseThrow(() -> new UsageException("\"" + label + "\" is neither validation nor serialization"));
    }

    private static String valueOf(String option, Deque<String> left) throws UsageException {
        if (left.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return left.pop();
    }
}
