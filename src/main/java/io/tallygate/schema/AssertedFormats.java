package io.tallygate.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.Formats;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The formats that a schema may ask for. Each is asserted; a schema that asks for another one is refused, because a
 * format that nobody checks passes for one that is checked.
 */
final class AssertedFormats {
    /**
     * The library checks these by backtracking regular expressions, which recurse per character: a value longer than
     * this is refused before it can overflow the stack.
     */
    private static final int MAX_LENGTH = 2048;

    private static final List<String> OF_THE_LIBRARY =
            List.of("date", "time", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference");

    private static final Map<String, Predicate<String>> OURS = Map.of(
            "uuid",
            Uuids::isUuid,
            "date-time",
            text -> Rfc3339.parse(text).isPresent(),
            // the library's expression recurses so deep that 2,000 characters can overflow a stack
            "json-pointer",
            text -> text.length() <= MAX_LENGTH && Pointers.isPointer(text));

    private static final Map<String, Format> BY_NAME = all();

    private AssertedFormats() {}

    static Map<String, Format> byName() {
        return BY_NAME;
    }

    /** The check of a format by its name, for texts. */
    static Predicate<String> check(String name) {
        Predicate<String> ours = OURS.get(name);
        if (ours != null) {
            return ours;
        }
        Format format = Objects.requireNonNull(BY_NAME.get(name), name);
        return text -> format.matches(new ExecutionContext(), text);
    }

    private static Map<String, Format> all() {
        Map<String, Format> formats = Formats.DEFAULT.stream()
                .filter(format -> OF_THE_LIBRARY.contains(format.getName()))
                .collect(Collectors.toMap(Format::getName, AssertedFormats::bounded, (a, b) -> b, TreeMap::new));
        OURS.forEach((name, matches) -> formats.put(name, ours(name, matches)));
        return Map.copyOf(formats);
    }

    private static Format bounded(Format format) {
        return new NamedFormat(
                format.getName(),
                format.getMessageKey(),
                (context, text) -> text.length() <= MAX_LENGTH && format.matches(context, text));
    }

    private static Format ours(String name, Predicate<String> matches) {
        return new NamedFormat(name, "format." + name, (context, text) -> matches.test(text));
    }

    private interface Check {
        boolean matches(ExecutionContext context, String text);
    }

    private record NamedFormat(String getName, String getMessageKey, Check check) implements Format {
        @Override
        public boolean matches(ExecutionContext context, String text) {
            return check.matches(context, text);
        }
    }
}
