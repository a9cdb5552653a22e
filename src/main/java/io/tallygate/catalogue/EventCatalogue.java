package io.tallygate.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.Content;
import io.tallygate.schema.Dialect;
import io.tallygate.schema.EventSchema;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import io.tallygate.schema.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the schemas say of every event, in the order and the words of the documents. */
final class EventCatalogue {
    private final SchemaCatalog catalog;
    private final EventValidator validator;

    private EventCatalogue(SchemaCatalog catalog) {
        this.catalog = catalog;
        this.validator = new EventValidator(catalog, ValidationLimits.DEFAULTS);
    }

    static List<DialectEntry> of(SchemaCatalog catalog) {
        EventCatalogue entries = new EventCatalogue(catalog);
        return catalog.dialects().stream()
                .map(entries::dialect)
                .filter(dialect -> !dialect.events().isEmpty())
                .toList();
    }

    private DialectEntry dialect(Dialect dialect) {
        List<EventEntry> events = catalog.types().stream()
                .filter(type -> catalog.dialectOf(type)
                        .filter(owner -> owner.name().equals(dialect.name()))
                        .isPresent())
                .map(this::event)
                .toList();
        return new DialectEntry(
                dialect.name(),
                dialect.title(),
                dialect.description(),
                dialect.routingKeyTemplate(),
                dialect.isMadeByGateway(),
                events);
    }

    private EventEntry event(String type) {
        List<EventSchema> versions = new ArrayList<>(catalog.versions(type).stream()
                .flatMap(version -> catalog.find(type, version).stream())
                .toList());
        Collections.reverse(versions);
        EventSchema newest = versions.get(0);
        Optional<JsonNode> example = StreamSupport.stream(
                        newest.document().path("examples").spliterator(), false)
                .filter(event -> routingKey(event).isPresent())
                .findFirst();
        return new EventEntry(
                type,
                anchor(newest),
                newest.version(),
                newest.title().isEmpty() ? type : newest.title(),
                newest.description(),
                newest.triggeredWhen(),
                newest.publisher(),
                newest.consumers(),
                FieldList.of(newest.document()),
                href(newest),
                versions.stream().map(EventCatalogue::version).toList(),
                example.map(JsonNode::toPrettyString).orElse(""),
                example.flatMap(this::routingKey).orElse(""));
    }

    private Optional<String> routingKey(JsonNode event) {
        Verdict verdict =
                validator.check(Content.of(event.toPrettyString().getBytes(StandardCharsets.UTF_8)), Optional.empty());
        return verdict instanceof Verdict.Valid valid ? Optional.of(valid.routingKey()) : Optional.empty();
    }

    private static EventEntry.VersionEntry version(EventSchema schema) {
        return new EventEntry.VersionEntry(
                schema.version(), href(schema), schema.changes().isEmpty() ? "published" : schema.changes());
    }

    private static String anchor(EventSchema schema) {
        return schema.dialect() + "-" + schema.type().replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static String href(EventSchema schema) {
        return "/api/v1/schemas/" + segment(schema.type()) + "/" + segment(schema.version());
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
