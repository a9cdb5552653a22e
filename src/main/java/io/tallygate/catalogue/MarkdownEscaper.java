package io.tallygate.catalogue;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.Variant;
import java.util.Optional;

/** Keeps text of the schemas from being taken for Markdown, also within a table. What is raw stands in a code block. */
final class MarkdownEscaper implements ResultMapper {
    static final String TYPE = "text/markdown";

    @Override
    public boolean appliesTo(Origin origin, Object result) {
        Optional<Variant> variant = origin.getVariant();
        return variant.isPresent() && variant.get().getContentType().equals(TYPE) && result instanceof String;
    }

    @Override
    public String map(Object result, Expression expression) {
        StringBuilder escaped = new StringBuilder();
        String.valueOf(result).codePoints().forEach(c -> {
            if (c == '\n' || c == '\r') {
                escaped.append(' ');
                return;
            }
            if ("\\`*_{}[]<>|#".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(c);
        });
        return escaped.toString();
    }
}
