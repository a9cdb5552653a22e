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

    /** RFC 1034, section 3.1, in the text form. */
    private static final int MAX_NAME = 253;

    private static final Predicate<String> EMPTY_LABEL =
            Re2Expressions.finder("(?:^|[.\u3002\uff0e\uff61])(?:[.\u3002\uff0e\uff61]|$)");

    private static final List<String> OF_THE_LIBRARY = List.of(
            "date",
            "time",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference");

    /** What the library does not ask of a name: RFC 1034 bounds it, and only a label's dots stand between labels. */
    private static final Map<String, Predicate<String>> BESIDES = Map.of(
            "hostname",
            text -> text.length() <= MAX_NAME,
            "idn-hostname",
            text -> text.length() <= MAX_NAME && !EMPTY_LABEL.test(text));

    private static final String VARIABLE =
            "(?:\\w|%[0-9A-Fa-f]{2})(?:[.]?(?:\\w|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|[*])?";

    /** RFC 6570, section 2. */
    private static final Predicate<String> URI_TEMPLATE =
            Re2Expressions.finder("^(?:[^\\x00-\\x20\\x7f\"%<>\\\\^`{|}]|%[0-9A-Fa-f]{2}|[{][-+#./;?&=,!@|]?" + VARIABLE
                    + "(?:," + VARIABLE + ")*[}])*$");

    private static final Predicate<String> LEVELS_UP = Re2Expressions.finder("^(?:0|[1-9][0-9]*)(?:#|/|$)");

    private static final Map<String, Predicate<String>> OURS = Map.of(
            "uuid",
            Uuids::isUuid,
            "date-time",
            text -> Rfc3339.parse(text).isPresent(),
            // the library's expression recurses so deep that 2,000 characters can overflow a stack
            "json-pointer",
            text -> text.length() <= MAX_LENGTH && Pointers.isPointer(text),
            "relative-json-pointer",
            text -> text.length() <= MAX_LENGTH && isRelativePointer(text),
            "uri-template",
            text -> text.length() <= MAX_LENGTH && URI_TEMPLATE.test(text));

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
        Predicate<String> besides = BESIDES.getOrDefault(format.getName(), text -> true);
        return new NamedFormat(
                format.getName(),
                format.getMessageKey(),
                (context, text) -> text.length() <= MAX_LENGTH && besides.test(text) && format.matches(context, text));
    }

    private static Format ours(String name, Predicate<String> matches) {
        return new NamedFormat(name, "format." + name, (context, text) -> matches.test(text));
    }

    private static boolean isRelativePointer(String text) {
        if (!LEVELS_UP.test(text)) {
            return false;
        }
        int levelsEnd = 0;
        while (levelsEnd < text.length() && Character.isDigit(text.charAt(levelsEnd))) {
            levelsEnd++;
        }
        String rest = text.substring(levelsEnd);
        return rest.equals("#") || Pointers.isPointer(rest);
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
