package io.tallygate.schema;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads bytes as one JSON object (RFC 8259), strictly: what two readers could understand differently is refused. That is
 * anything but well-formed UTF-8, two properties of one name, numbers that no IEEE double can hold, and all that follows
 * the object.
 */
final class JsonReader {
    /** Characters of a name that an error shows. */
    static final int SHOWN_NAME = 60;

    private final JsonFactory factory;
    private final JsonFactory factoryWithoutTable;
    private final int maxDepth;

    JsonReader(int maxDepth) {
        this.maxDepth = maxDepth;
        this.factory = newFactory(maxDepth + 1);
        this.factoryWithoutTable = withoutTable(factory);
    }

    /** A factory for what was accepted: only its own depth bounds that, and whatever its names are. */
    static JsonFactory newFactoryOfAccepted() {
        return withoutTable(newFactory(Integer.MAX_VALUE));
    }

    /** The same, for parsers that no names can break: slower, and without the bytes' offsets. */
    private static JsonFactory withoutTable(JsonFactory factory) {
        return factory.rebuild()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    /** A factory whose own limits stay out of the way of ours, which name the place. */
    static JsonFactory newFactory(int maxDepth) {
        return JsonFactory.builder()
                // interning would let senders fill the JVM's table of strings with names of their own making
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .errorReportConfiguration(ErrorReportConfiguration.builder()
                        .maxErrorTokenLength(SHOWN_NAME)
                        .maxRawContentLength(0)
                        .build())
                .build();
    }

    /** @throws UnreadableException naming the first fault and its place */
    ObjectNode read(byte[] bytes) throws UnreadableException {
        EncodingCheck.check(bytes);
        try {
            return read(bytes, factory);
        } catch (StreamConstraintsException | IndexOutOfBoundsException e) {
            // Names chosen to fill one slot of the parser's table of names: it gives up, or fails. The other parser is
            // slower and knows no bytes' offsets, but it has no table.
            return readWithoutTable(bytes);
        }
    }

    private ObjectNode readWithoutTable(byte[] bytes) throws UnreadableException {
        try {
            return read(bytes, factoryWithoutTable);
        } catch (StreamConstraintsException e) {
            throw notJson(e);
        }
    }

    /** What is at fault is read once more: to ask for the place of every name takes time, and most events are sound. */
    private ObjectNode read(byte[] bytes, JsonFactory from) throws UnreadableException, StreamConstraintsException {
        try {
            return read(bytes, from, false);
        } catch (UnreadableException e) {
            return read(bytes, from, true);
        }
    }

    private ObjectNode read(byte[] bytes, JsonFactory from, boolean placesNames)
            throws UnreadableException, StreamConstraintsException {
        try (JsonParser parser = from.createParser(bytes)) {
            JsonTree tree = new JsonTree(parser, maxDepth, placesNames);
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new UnreadableException("json", -1, "", "empty");
            }
            if (first != JsonToken.START_OBJECT) {
                throw tree.fault("json", describe(first) + " is not an event: an event is a JSON object");
            }
            ObjectNode root = tree.object(1);
            if (parser.nextToken() != null) {
                throw tree.fault("json", "there is more after the end of the object");
            }
            return root;
        } catch (StreamConstraintsException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }

    static UnreadableException notJson(JsonProcessingException e) {
        long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        String said = String.valueOf(e.getOriginalMessage());
        int startMarker = said.indexOf(" (start marker"); // repeats the parser's own, unspeakable view of the source
        return new UnreadableException(
                "json", offset, "", "not JSON: " + (startMarker < 0 ? said : said.substring(0, startMarker)));
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
