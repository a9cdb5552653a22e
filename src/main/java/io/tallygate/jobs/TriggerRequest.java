package io.tallygate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.api.ProblemException;
import io.tallygate.schema.StrictObject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What may be said when a job is triggered by request.
 *
 * @param metadata anything that the job's handler is to know
 * @param triggeredBy who or what asks
 * @param tenant for which tenant; without it the caller's, if it has exactly one, else the configured default
 */
record TriggerRequest(ObjectNode metadata, Optional<String> triggeredBy, Optional<UUID> tenant) {
    private static final Set<String> MEMBERS = Set.of("metadata", "triggeredBy", "tenantId");

    /**
     * Reads the body of a request; an empty one says nothing.
     *
     * @throws ProblemException if it is not of this form
     */
    static TriggerRequest read(byte[] body) {
        ObjectNode asked = body.length == 0 ? JsonNodeFactory.instance.objectNode() : object(body);
        asked.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw bad("it has a member of another name");
            }
        });
        return new TriggerRequest(
                member(asked, "metadata", JsonNode::isObject, "metadata is not an object")
                        .map(ObjectNode.class::cast)
                        .orElseGet(JsonNodeFactory.instance::objectNode),
                member(asked, "triggeredBy", JsonNode::isTextual, "triggeredBy is not a text")
                        .map(JsonNode::textValue),
                member(asked, "tenantId", JsonNode::isTextual, "tenantId is not a text")
                        .map(JsonNode::textValue)
                        .map(TriggerRequest::uuid));
    }

    private static ObjectNode object(byte[] body) {
        try {
            return StrictObject.read(body);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<JsonNode> member(ObjectNode asked, String name, Predicate<JsonNode> form, String fault) {
        Optional<JsonNode> member = Optional.ofNullable(asked.get(name)).filter(value -> !value.isNull());
        if (member.isPresent() && !form.test(member.get())) {
            throw bad(fault);
        }
        return member;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw bad("tenantId is not a UUID");
        }
    }

    private static ProblemException bad(String why) {
        return ProblemException.badParameter(
                "body", "must be an object of metadata (object), triggeredBy (text), tenantId (UUID): " + why);
    }
}
