package io.tallygate.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.schema.SchemaCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventCatalogueTest {
    private static final Path FILE = Path.of("docs/event-catalogue.md");

    private static List<DialectEntry> builtIn() {
        return EventCatalogue.of(SchemaCatalog.load(Optional.empty()));
    }

    private static String page(List<DialectEntry> dialects) {
        return new Documents()
                .page(dialects, "http://localhost:8080", "amqp://guest:guest@localhost:5672", "coder_events");
    }

    /** {@code -Dtallygate.catalogue.write=true} makes it so. */
    @Test
    void fileInDocs_isWhatTheSchemasSay() throws IOException {
        String text = new Documents()
                .markdown(builtIn(), "http://localhost:8080", "amqp://guest:guest@localhost:5672", "coder_events");
        if (Boolean.getBoolean("tallygate.catalogue.write")) {
            Files.writeString(FILE, text);
        }
        assertThat(FILE).hasContent(text);
    }

    @Test
    void everyEvent_saysAllThatAReaderAsksFor() {
        assertThat(builtIn().stream().flatMap(dialect -> dialect.events().stream()))
                .hasSizeGreaterThanOrEqualTo(19)
                .allSatisfy(event -> {
                    assertThat(List.of(
                                    event.description(),
                                    event.triggeredWhen(),
                                    event.publisher(),
                                    event.example(),
                                    event.routingKey()))
                            .as(event.type())
                            .doesNotContain("");
                    assertThat(event.consumers()).isNotEmpty();
                    assertThat(event.fields()).isNotEmpty();
                    assertThat(event.versions()).isNotEmpty();
                })
                .extracting(EventEntry::anchor)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatTheGatewayAloneMakes_isDescribed_withoutACommandThatSendsIt() {
        List<DialectEntry> own =
                builtIn().stream().filter(DialectEntry::madeByGateway).toList();

        assertThat(own).extracting(DialectEntry::name).containsExactly("tallygate");
        assertThat(page(own))
                .contains("tallygate.key.created", "Made by the gateway alone")
                .doesNotContain("curl -i", "basic_publish");
    }

    @Test
    void fields_haveTheirPathsAndRules() {
        EventEntry artifact = entry("artifact_create");

        assertThat(artifact.fields())
                .contains(new FieldEntry("artifact.row_count", "integer", false, "How many rows it has.", "minimum 0"))
                .contains(new FieldEntry("upstream.project", "string", true, "The other project.", "minLength 1"));
        assertThat(entry("step_complete").fields()).extracting(FieldEntry::name).contains("artifacts[].path");
    }

    @Test
    void page_hasNothingFromOutside_andNoScript() {
        assertThat(page(builtIn()))
                .contains("workflow.opportunity.analysis.failed")
                .doesNotContain("<script", "src=", "<link", "@import", "url(", "{event", "{field", "{#");
    }

    @Test
    void textOfSchemas_staysText(@TempDir Path folder) throws IOException {
        String hostile = "</pre><script>alert(1)</script> | `x` *y*";
        Files.createDirectories(folder.resolve("hostile/it.happened"));
        Files.writeString(folder.resolve("hostile/dialect.json"), """
                {"name": "hostile", "title": "%1$s", "pointers": {"type": ["/kind"]}, "routingKey": "{type}",
                 "defaults": {"id": "content-sha256", "version": "1", "time": "receipt"}}""".formatted(hostile));
        Files.writeString(folder.resolve("hostile/it.happened/1.json"), """
                {"$schema": "http://json-schema.org/draft-07/schema#", "title": "%1$s", "description": "%1$s",
                 "x-publisher": "%1$s", "x-consumers": ["%1$s"], "properties": {"kind": {"const": "it.happened"},
                 "%1$s": {"description": "%1$s", "enum": ["%1$s"]}},
                 "examples": [{"kind": "it.happened", "%1$s": "%1$s"}]}""".formatted(hostile));
        List<DialectEntry> dialects = EventCatalogue.of(SchemaCatalog.load(Optional.of(folder)));

        assertThat(page(dialects)).contains("&lt;script&gt;").doesNotContain("<script");
        assertThat(new Documents().markdown(dialects, "w", "b", "e"))
                .contains("\\</pre\\>\\<script\\>alert(1)\\</script\\> \\| \\`x\\` \\*y\\*");
    }

    private static EventEntry entry(String type) {
        return builtIn().stream()
                .flatMap(dialect -> dialect.events().stream())
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
