package io.tallygate.ingest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.event.Content;
import io.tallygate.schema.SchemaCatalog;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP binding of CloudEvents 1.0, all that is of it: binary mode becomes structured mode, and a CloudEvent of a type of
 * the dialect {@code coder} becomes its envelope. Everything else about CloudEvents is files of the dialect
 * {@code cloudevents}.
 */
@Singleton
class CloudEvents {
    static final String STRUCTURED = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";

    private static final String HEADER = "ce-";
    private static final String MARK = "ce-specversion";
    private static final String CODER = "coder";

    /** Strict about what two readers could understand differently; the gateway's own reader is asked after it. */
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    // names chosen to fill the parser's table of names would break it
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final SchemaCatalog catalog;

    CloudEvents(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    /** Whether a request carries one in its headers. */
    static boolean isBinary(HttpHeaders headers) {
        return headers.getHeaderString(MARK) != null;
    }

    /**
     * The event of a request in binary mode, in structured mode.
     *
     * @return the body as it is if it is not JSON: it is refused as any such body is
     */
    Content ofBinary(byte[] body, HttpHeaders headers) {
        Optional<JsonNode> data = read(body);
        if (data.isEmpty()) {
            return Content.of(body);
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, java.util.List<String>> header :
                headers.getRequestHeaders().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(HEADER)) {
                event.put(name.substring(HEADER.length()), decoded(String.join(", ", header.getValue())));
            }
        }
        Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
                .ifPresent(type -> event.put("datacontenttype", type));
        event.set("data", data.get());
        return ofStructured(bytes(event));
    }

    /** An event in structured mode: as it is, or if its type is one of {@code coder}, as an envelope of that dialect. */
    Content ofStructured(Content event) {
        return read(event.bytes())
                .flatMap(read -> read instanceof ObjectNode object && isOfCoder(object)
                        ? Optional.of(bytes(CoderEnvelope.ofCloudEvent(object)))
                        : Optional.empty())
                .orElse(event);
    }

    private boolean isOfCoder(ObjectNode event) {
        return event.path("specversion").asText().equals(CoderEnvelope.SPECVERSION)
                && catalog.dialectOf(event.path("type").asText())
                        .filter(dialect -> dialect.name().equals(CODER))
                        .isPresent();
    }

    private Optional<JsonNode> read(byte[] json) {
        try {
            return Optional.of(mapper.readTree(json)).filter(node -> !node.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Content bytes(ObjectNode event) {
        try {
            return Content.of(mapper.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree cannot be written", e);
        }
    }

    /** Header values are percent-encoded where they are not plain ASCII. */
    private static String decoded(String value) {
        try {
            return value.indexOf('%') < 0
                    ? value
                    : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
