package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.UniqueItemsValidator;
import com.networknt.schema.path.NodePath;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keyword {@code uniqueItems}. The library's own compares by hashes that a sender can foresee, so that 256 KiB of
 * items of one hash take seconds; and it takes the values of an object for items.
 */
final class UniqueItems implements Keyword {
    /** Nobody outside knows it, so that nobody can choose items whose hashes are alike. */
    private static final long SECRET = new SecureRandom().nextLong() | 1;

    @Override
    public String getValue() {
        return "uniqueItems";
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
        return new Check(location, value, parent, context);
    }

    private static final class Check extends UniqueItemsValidator {
        private final boolean asked;

        Check(SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
            super(location, value, parent, context);
            this.asked = value.asBoolean();
        }

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath place) {
            if (asked && node.isArray() && hasEqualItems(node)) {
                context.addError(error().instanceNode(node)
                        .instanceLocation(place)
                        .evaluationPath(context.getEvaluationPath())
                        .locale(context.getExecutionConfig().getLocale())
                        .build());
            }
        }
    }

    private static boolean hasEqualItems(JsonNode array) {
        Set<Item> seen = new HashSet<>();
        for (JsonNode item : array) {
            if (!seen.add(new Item(item, Long.hashCode(hash(item))))) {
                return true;
            }
        }
        return false;
    }

    /** A value by its secret hash. */
    private record Item(JsonNode value, int hash) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Item that && hash == that.hash && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static long hash(JsonNode value) {
        long hash = value.getNodeType().ordinal() + 1L;
        if (value.isTextual()) {
            return mixed(hash, hash(value.textValue()));
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                hash += mixed(hash(property.getKey()), hash(property.getValue())); // in any order
            }
            return mixed(hash, SECRET);
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                hash = mixed(hash, hash(element));
            }
            return mixed(hash, SECRET);
        }
        return mixed(hash, value.isNumber() ? Double.doubleToLongBits(value.doubleValue()) : value.hashCode());
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = mixed(hash, text.charAt(i));
        }
        return hash;
    }

    private static long mixed(long hash, long next) {
        long mixed = (hash ^ next) * SECRET;
        return mixed ^ mixed >>> 29;
    }
}
