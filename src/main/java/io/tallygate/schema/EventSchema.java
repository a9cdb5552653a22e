package io.tallygate.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.Schema;
import io.tallygate.event.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON Schema (draft-07) of one version of one event type, compiled, with what it says for readers. Thread-safe. */
public final class EventSchema {
    private static final int MAX_MESSAGE = 300;

    private final String dialect;
    private final String type;
    private final String version;
    private final String source;
    private final JsonNode document;
    private final Schema compiled;
    private final Acceptance acceptance;
    private volatile @Nullable SensitiveFields sensitive;

    EventSchema(String dialect, String type, String version, String source, JsonNode document, Schema compiled) {
        this.dialect = dialect;
        this.type = type;
        this.version = version;
        this.source = source;
        this.document = document;
        this.compiled = compiled;
        this.acceptance = AcceptanceCompiler.compile(document);
    }

    /** The name of the dialect that the type belongs to. */
    public String dialect() {
        return dialect;
    }

    /** The event type, or the pattern of many: see {@link SchemaCatalog#nameOf}. */
    public String type() {
        return type;
    }

    /** Whether its type is the pattern of many. */
    public boolean isOfPattern() {
        return TypePattern.isPattern(type);
    }

    /** The version as events state it. */
    public String version() {
        return version;
    }

    /** The schema's {@code title}; empty if it has none. */
    public String title() {
        return document.path("title").asText();
    }

    /** The schema's {@code description}; empty if it has none. */
    public String description() {
        return document.path("description").asText();
    }

    /** When the event is published, the schema's {@code x-triggered-when}; empty if it does not say. */
    public String triggeredWhen() {
        return document.path("x-triggered-when").asText();
    }

    /** Who publishes the event, the schema's {@code x-publisher}; empty if it does not say. */
    public String publisher() {
        return document.path("x-publisher").asText();
    }

    /** Who reads the event, the schema's {@code x-consumers}; none if it does not say. */
    public List<String> consumers() {
        List<String> consumers = new ArrayList<>();
        document.path("x-consumers").forEach(consumer -> consumers.add(consumer.asText()));
        return consumers;
    }

    /** What this version says otherwise than the one before, the schema's {@code x-changes}; empty if it does not say. */
    public String changes() {
        return document.path("x-changes").asText();
    }

    /** Which parts of its events are not for everybody. */
    public SensitiveFields sensitive() {
        SensitiveFields known = sensitive;
        if (known == null) {
            known = SensitiveFields.of(document);
            sensitive = known;
        }
        return known;
    }

    /** The path by which violations name this schema: {@code /schemas/<dialect>/<type>/<version>.json}. */
    public String path() {
        return "/schemas/" + dialect + "/" + SchemaFile.encoded(type) + "/" + version + ".json";
    }

    /** The text of the schema's file. */
    public String source() {
        return source;
    }

    /** A part of the schema: read only. */
    JsonNode at(JsonPointer pointer) {
        return document.at(pointer);
    }

    /** The schema as a tree, the caller's own copy. */
    public JsonNode document() {
        return document.deepCopy();
    }

    /**
     * What the schema finds wrong with an event; none if it accepts the event. The cost is bounded by the event's size
     * and the maximum.
     *
     * @param maxViolations the maximum, at least 1
     */
    List<Violation> violations(JsonNode event, int maxViolations) {
        return isSureOf(event) ? List.of() : evaluate(event, maxViolations);
    }

    /** Whether the event is accepted for certain, which takes much less than an evaluation. False says nothing. */
    boolean isSureOf(JsonNode event) {
        ExpressionWork.beginQuickly();
        try {
            return acceptance.isSureOf(event);
        } catch (BoundedContext.TooCostlyException e) {
            return false;
        }
    }

    /** The verdict of the library, which alone refuses: the same as {@link #violations}, but always evaluated in full. */
    List<Violation> evaluate(JsonNode event, int maxViolations) {
        BoundedContext context = BoundedContext.assertingFormats(maxViolations);
        ExpressionWork.begin();
        try {
            compiled.validate(context, event);
        } catch (FailFastAssertionException e) {
            // as many as wanted: the context has them
        } catch (BoundedContext.TooCostlyException e) {
            return List.of(new Violation("", "cost", path(), String.valueOf(e.getMessage())));
        }
        return context.found().isEmpty()
                ? List.of()
                : context.found().stream().map(this::violation).toList();
    }

    private Violation violation(Error error) {
        String keyword = Objects.requireNonNullElse(error.getKeyword(), "");
        String rule = Pointers.of(error.getSchemaLocation().getFragment());
        return new Violation(
                Pointers.shown(Pointers.of(error.getInstanceLocation())),
                keyword,
                path() + "#" + rule,
                Excerpt.of(error.getMessage(), MAX_MESSAGE));
    }

    @Override
    public String toString() {
        return path();
    }
}
