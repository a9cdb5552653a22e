package io.tallygate.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.schema.CompatibilityMode;
import io.tallygate.schema.EventSchema;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict for each keyword, from what the writer asks for and what the reader asks for. */
class CompatibilityCheckTest {
    private static final String OLD = "1.0.0";
    private static final String NEW = "1.1.0";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // writer | reader | verdict, and the place in the reader's schema
                "{} | {} | compatible",
                "{'title': 'a'} | {'title': 'b', 'x-y': 1, 'default': 2} | compatible",
                "{'required': ['a']} | {} | compatible",
                "{} | {'required': ['a']} | incompatible /required",
                "{'required': ['a', 'b']} | {'required': ['b']} | compatible",
                "{'properties': {'a': {'type': 'integer'}}} | {'properties': {'a': {'type': 'number'}}} | compatible",
                "{'properties': {'a': {'type': 'number'}}} | {'properties': {'a': {'type': 'integer'}}} | incompatible /properties/a/type",
                "{'properties': {'a': {'type': 'string'}}} | {'properties': {'a': {'type': ['string', 'null']}}} | compatible",
                "{'properties': {'a': {'type': ['string', 'null']}}} | {'properties': {'a': {'type': 'string'}}} | incompatible /properties/a/type",
                "{'properties': {'a': {'enum': ['x']}}} | {'properties': {'a': {'enum': ['y', 'x']}}} | compatible",
                "{'properties': {'a': {'enum': ['x', 'y']}}} | {'properties': {'a': {'enum': ['x']}}} | incompatible /properties/a/enum",
                "{'properties': {'a': {'enum': ['x', 'y']}}} | {'properties': {'a': {'type': 'string', 'pattern': '^[xy]$'}}} | compatible",
                "{'properties': {'a': {'enum': [1, 2]}}} | {'properties': {'a': {'type': 'integer', 'minimum': 1}}} | compatible",
                "{'properties': {'a': {'enum': ['x', 'yy']}}} | {'properties': {'a': {'maxLength': 1}}} | incompatible /properties/a/maxLength",
                "{'properties': {'a': {'const': 'x'}}} | {'properties': {'a': {'const': 'y'}}} | incompatible /properties/a/const",
                "{'properties': {'a': {'minLength': 2}}} | {'properties': {'a': {'minLength': 1}}} | compatible",
                "{'properties': {'a': {'minLength': 1}}} | {'properties': {'a': {'minLength': 2}}} | incompatible /properties/a/minLength",
                "{'properties': {'a': {'maxLength': 9}}} | {'properties': {'a': {'maxLength': 8}}} | incompatible /properties/a/maxLength",
                "{'properties': {'a': {'type': 'integer', 'minimum': 0}}} | {'properties': {'a': {'type': 'number', 'minimum': 0}}} | compatible",
                "{'properties': {'a': {'type': 'integer', 'exclusiveMinimum': 0}}} | {'properties': {'a': {'type': 'integer', 'minimum': 1}}} | compatible",
                "{'properties': {'a': {'minimum': 0}}} | {'properties': {'a': {'exclusiveMinimum': 0}}} | incompatible /properties/a/exclusiveMinimum",
                "{'properties': {'a': {'type': 'number', 'maximum': 5}}} | {'properties': {'a': {'type': 'number', 'maximum': 4.5}}} | incompatible /properties/a/maximum",
                "{'properties': {'a': {'items': {'type': 'string', 'minLength': 1}}}} | {'properties': {'a': {'items': {'type': 'string'}}}} | compatible",
                "{'properties': {'a': {'type': 'array'}}} | {'properties': {'a': {'items': {'type': 'string'}}}} | incompatible /properties/a/items/type",
                "{'properties': {'a': {'minItems': 1}}} | {'properties': {'a': {'minItems': 2}}} | incompatible /properties/a/minItems",
                "{'properties': {'a': {'maxItems': 3}}} | {'properties': {'a': {'maxItems': 2}}} | incompatible /properties/a/maxItems",
                "{'properties': {'a': {'maxItems': 0}}} | {'properties': {'a': {'items': false}}} | compatible",
                "{'properties': {'a': {}}, 'additionalProperties': false} | {'properties': {'a': {}, 'b': {'type': 'string'}}} | compatible",
                "{'properties': {'a': {}}} | {'properties': {'a': {}, 'b': {'type': 'string'}}} | incompatible /properties/b/type",
                "{} | {'additionalProperties': false} | incompatible /additionalProperties",
                "{'properties': {'a': {}, 'b': {}}, 'additionalProperties': false} | {'properties': {'a': {}}, 'additionalProperties': false} | incompatible /additionalProperties",
                "{'additionalProperties': {'type': 'string'}} | {'additionalProperties': {'type': ['string', 'null']}} | compatible",
                "{'minProperties': 1} | {'minProperties': 2} | incompatible /minProperties",
                "{'required': ['a', 'b']} | {'minProperties': 2} | compatible",
                "{'maxProperties': 2} | {'maxProperties': 1} | incompatible /maxProperties",
                "{'properties': {'a': {'type': 'string'}}} | {'properties': {'a': {'type': 'string', 'pattern': '^x'}}} | incompatible /properties/a/pattern",
                "{'properties': {'a': {'type': 'string', 'pattern': '^x'}}} | {'properties': {'a': {'type': 'string', 'pattern': '^x'}}} | compatible",
                "{'properties': {'a': {'pattern': '^x{3}y{2}z$'}}} | {'properties': {'a': {'type': ['string', 'null', 'number', 'boolean', 'array', 'object'], 'pattern': '^x+y+z+$'}}} | unknown /properties/a/pattern",
                "{'properties': {'a': {'type': 'string'}}} | {'properties': {'a': {'format': 'uuid'}}} | incompatible /properties/a/format",
                "{'properties': {'a': {'format': 'uuid'}}} | {'properties': {'a': {}}} | compatible",
                "{'properties': {'a': {'$ref': '#/definitions/d'}}, 'definitions': {'d': {'type': 'string'}}} | {'properties': {'a': {'type': 'string'}}} | compatible",
                "{'properties': {'a': {'$ref': '#/definitions/d%20e'}}, 'definitions': {'d e': {'type': 'string'}}} | {'properties': {'a': {'type': 'string'}}} | compatible",
                "{'properties': {'a': {'$ref': '#/definitions/d%20e'}}, 'definitions': {'d e': {'type': 'string'}}} | {'properties': {'a': {'$ref': '#/definitions/d%20e'}}, 'definitions': {'d e': {'type': 'number'}}} | incompatible /definitions/d e/type",
                "{'allOf': [{'required': ['a']}, {'required': ['b']}]} | {'required': ['a', 'b']} | compatible",
                "{'properties': {'a': {'$ref': '#'}, 'b': {'type': 'string'}}} | {'properties': {'a': {'$ref': '#'}, 'b': {'type': ['string', 'null']}}} | compatible",
                "{'properties': {'a': {'$ref': '#'}, 'b': {}}} | {'properties': {'a': {'$ref': '#'}, 'b': {'type': 'string'}}} | incompatible /properties/b/type",
                "{'if': {'required': ['a']}, 'then': {'required': ['b']}} | {'if': {'required': ['a'], 'title': 't'}, 'then': {'required': ['b']}} | compatible",
                "{} | {'if': {'required': ['a'], 'properties': {'a': {'const': 'q'}}}, 'then': {'required': ['b']}} | unknown /if",
                "{'if': {'required': ['a']}, 'then': {'required': ['b']}} | {} | compatible",
                "{'properties': {'a': {'type': 'string'}}} | {'properties': {'a': {'anyOf': [{'type': 'string'}, {'type': 'null'}]}}} | compatible",
                "{'properties': {'a': {'anyOf': [{'type': 'string'}, {'type': 'null'}]}}} | {'properties': {'a': {'type': 'string'}}} | incompatible /properties/a/type",
                "{'properties': {'a': {'type': 'array'}}} | {'properties': {'a': {'uniqueItems': true}}} | incompatible /properties/a/uniqueItems",
                "{'properties': {'a': {'oneOf': [{'type': 'string'}, {'type': 'null'}]}}} | {'properties': {'a': {'oneOf': [{'$ref': '#/definitions/s'}, {'type': 'null'}]}}, 'definitions': {'s': {'type': 'string'}}} | compatible",
                "{'properties': {'a': false}} | {'properties': {'a': {'type': 'string'}}} | compatible",
                "{'type': ['object', 'array']} | {'type': 'object'} | compatible",
            })
    void reads_pairOfSchemas_isDecided(String writer, String reader, String expected) {
        EventSchema written = Schemas.of(OLD, writer);
        EventSchema read = Schemas.of(NEW, reader);

        CompatibilityVerdict verdict = Schemas.CHECK.reads(Schemas.CODER, read, written);

        assertThat(told(verdict)).as("%s", verdict).isEqualTo(expected);
        if (verdict instanceof CompatibilityVerdict.Incompatible incompatible) {
            assertThat(incompatible.breakages()).allSatisfy(breakage -> {
                assertThat(Schemas.accepts(written, breakage.counterExample())).isTrue();
                assertThat(Schemas.accepts(read, breakage.counterExample())).isFalse();
                assertThat(breakage.reason()).contains(OLD + " accepts", NEW + " refuses");
            });
        }
    }

    private static String told(CompatibilityVerdict verdict) {
        if (verdict instanceof CompatibilityVerdict.Incompatible incompatible) {
            return "incompatible " + incompatible.breakages().get(0).schemaPointer();
        }
        return verdict instanceof CompatibilityVerdict.Unknown unknown
                ? "unknown " + unknown.questions().get(0).schemaPointer()
                : verdict.label();
    }

    @Test
    void check_nextVersionOfARealType_readsTheEventsOfTheOneBefore() {
        EventSchema old = Schemas.BUILT_IN.find("workflow.step.completed", OLD).orElseThrow();
        ObjectNode document = (ObjectNode) old.document();
        document.withObject("/properties/version").put("const", NEW);
        document.withObject("/properties/data/properties/status")
                .withArray("enum")
                .add("cancelled");
        EventSchema next = Schemas.CANDIDATES.read(
                Schemas.CODER, old.type(), document.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));

        var verdicts = Schemas.CHECK.check(Schemas.CODER, old, next, CompatibilityMode.FULL);

        assertThat(next.version()).isEqualTo(NEW);
        assertThat(verdicts.get(Direction.BACKWARD)).isInstanceOf(CompatibilityVerdict.Compatible.class);
        assertThat(verdicts.get(Direction.FORWARD))
                .isInstanceOfSatisfying(CompatibilityVerdict.Incompatible.class, incompatible -> {
                    Breakage breakage = incompatible.breakages().get(0);
                    assertThat(breakage.pointer()).isEqualTo("/data/status");
                    assertThat(breakage.keyword()).isEqualTo("enum");
                    assertThat(breakage.counterExample().at("/version").asText())
                            .isEqualTo(NEW);
                    assertThat(breakage.counterExample().at("/data/status").asText())
                            .isEqualTo("cancelled");
                });
    }

    @Test
    void check_everyBuiltInSchemaWithItself_isCompatible() {
        assertThat(Schemas.BUILT_IN.schemas())
                .allSatisfy(schema -> assertThat(Schemas.CHECK.reads(
                                Schemas.BUILT_IN.dialect(schema.dialect()).orElseThrow(), schema, schema))
                        .isInstanceOf(CompatibilityVerdict.Compatible.class));
    }

    @Test
    void reads_outOfSteps_isUnknown() {
        CheckBounds few = new CheckBounds(20, 10, Duration.ofSeconds(5));
        EventSchema schema = Schemas.BUILT_IN.schemas().get(0);

        assertThat(new CompatibilityCheck(Schemas.CANDIDATES, few).reads(Schemas.CODER, schema, schema))
                .isInstanceOfSatisfying(
                        CompatibilityVerdict.Unknown.class,
                        unknown ->
                                assertThat(unknown.questions().get(0).keyword()).isEqualTo("bounds"));
    }
}
