package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Events as they are shown to those who may not see what their schemas mark {@code x-sensitive}. Where it cannot be told what
 * that is, since the schema is not known any more or the event cannot be read, all of it is withheld. Thread-safe.
 */
public final class Redaction {
    /** What stands in place of a sensitive value. */
    public static final String MASK = "\u2022\u2022\u2022";

    /** What stands in place of an event of which nothing may be shown; an object, as every event is. */
    private static final String WITHHELD = "{\"" + MASK + "\":\"" + MASK + "\"}";

    private final SchemaCatalog catalog;
    private final Map<String, Boolean> failures = new ConcurrentHashMap<>();

    public Redaction(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    /** Whether a text that somebody sends has the mask as a value; false if it cannot be read. */
    public static boolean isIn(byte[] json) {
        try {
            return AcceptedJson.anyText(json, MASK::equals);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Whether anything of an event of that type and version may be sensitive. */
    public boolean concerns(String type, String version) {
        return fields(type, version).filter(SensitiveFields::isEmpty).isEmpty();
    }

    /**
     * Whether anything of an event of that type may be sensitive, in whatever version.
     *
     * @param type as the catalogue names it
     */
    public boolean concerns(String type) {
        return schemas(type).anyMatch(schema -> !schema.sensitive().isEmpty());
    }

    /** Whether what stands at a place of an event of that type may be sensitive, in whatever version. */
    public boolean covers(String type, JsonPointer place) {
        return schemas(type).anyMatch(schema -> schema.sensitive().covers(place));
    }

    private Stream<EventSchema> schemas(String type) {
        return catalog.versions(type).stream().flatMap(version -> catalog.find(type, version).stream());
    }

    /** The text of a stored event without what is sensitive; the same text if nothing is. */
    public String masked(String type, String version, String event) {
        return fields(type, version).map(fields -> masked(fields, event)).orElse(WITHHELD);
    }

    /** The bytes of a stored event without what is sensitive; the same bytes if nothing is. */
    public byte[] masked(String type, String version, byte[] event) {
        return concerns(type, version)
                ? masked(type, version, new String(event, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)
                : event;
    }

    /**
     * The text of an event that was not accepted without what is sensitive.
     *
     * @return empty if it cannot be told what of it is: then nothing is to be shown
     */
    public Optional<String> maskedClaim(Optional<String> type, Optional<String> version, String text) {
        return ofClaim(type, version).flatMap(fields -> {
            try {
                return Optional.of(fields.isEmpty() ? text : MaskedJson.of(fields, text));
            } catch (IOException | RuntimeException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Whether what is told of a place of an event that was not accepted may tell of something sensitive.
     *
     * @param pointer a JSON pointer, perhaps cut
     */
    public boolean coversClaim(Optional<String> type, Optional<String> version, String pointer) {
        return ofClaim(type, version)
                .map(fields -> !fields.isEmpty() && covers(fields, pointer))
                .orElse(true);
    }

    private static boolean covers(SensitiveFields fields, String pointer) {
        try {
            return fields.covers(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private Optional<SensitiveFields> ofClaim(Optional<String> type, Optional<String> version) {
        return type.flatMap(stated -> version.flatMap(exact -> fields(stated, exact)));
    }

    /** Whether the text by which events of a dialect say why something failed may be sensitive. */
    public boolean hidesFailures(String dialect) {
        return failures.computeIfAbsent(dialect, this::anyFailureIsSensitive);
    }

    private boolean anyFailureIsSensitive(String name) {
        return catalog.dialect(name)
                .map(dialect -> catalog.schemas().stream()
                        .filter(schema -> schema.dialect().equals(name))
                        .anyMatch(
                                schema -> dialect.runRules().failure().stream().anyMatch(schema.sensitive()::covers)))
                .orElse(true);
    }

    private Optional<SensitiveFields> fields(String type, String version) {
        return catalog.find(type, version).map(EventSchema::sensitive);
    }

    private static String masked(SensitiveFields fields, String event) {
        if (fields.isEmpty()) {
            return event;
        }
        try {
            return MaskedJson.of(fields, event);
        } catch (IOException e) {
            return WITHHELD; // not what was accepted
        }
    }
}
