package io.tallygate.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command was asked for.
 *
 * @param sources files, or {@code -} for standard input
 * @param schemas a directory of further schemas
 * @param json whether the answer is for machines
 */
record CheckOptions(List<String> sources, Optional<Path> schemas, boolean json) {

    /** Thrown where the command's line cannot be understood. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** @throws UsageException with what is wrong */
    static CheckOptions parse(List<String> arguments) throws UsageException {
        List<String> sources = new ArrayList<>();
        Optional<Path> schemas = Optional.empty();
        boolean json = false;
        boolean onlySources = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (onlySources || argument.equals("-") || !argument.startsWith("-")) {
                sources.add(argument);
            } else if (argument.equals("--")) {
                onlySources = true;
            } else if (argument.equals("--json")) {
                json = true;
            } else if (argument.equals("--schemas") && i + 1 < arguments.size()) {
                schemas = Optional.of(Path.of(arguments.get(++i)));
            } else {
                throw new UsageException(
                        argument.equals("--schemas") ? "--schemas needs a directory" : "unknown option " + argument);
            }
        }
        if (sources.isEmpty()) {
            throw new UsageException("no file is named");
        }
        return new CheckOptions(List.copyOf(sources), schemas, json);
    }
}
