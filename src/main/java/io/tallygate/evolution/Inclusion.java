package io.tallygate.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.schema.Pointers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tries to prove that whatever a writer's schema accepts, a reader's schema accepts: keyword by keyword of the reader, from
 * what the writer's keywords at the same place say. What it cannot prove it lists; that need not be false.
 *
 * <p>Where a pair of places comes again while it is being looked at (schemas that lead back to themselves), it holds if all
 * else does: each round is one level deeper in a document, and documents end.
 */
final class Inclusion {
    private static final int MAX_OBLIGATIONS = 30;

    private final ListedValues listed;
    private final List<Obligation> open = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private Set<String> assumed = new HashSet<>();

    Inclusion(ListedValues listed) {
        this.listed = listed;
    }

    /** What could not be proved; empty if all was. */
    List<Obligation> unproved(Shape writer, Shape reader) {
        compare(writer, reader);
        return List.copyOf(open);
    }

    private void compare(Shape writer, Shape reader) {
        reader.tree().step();
        if (writer.kinds().isEmpty() || !assumed.add(writer.key() + "\n\n" + reader.key())) {
            return;
        }
        for (Part part : reader.parts()) {
            if (listed.allAccepted(writer, part)) {
                continue;
            }
            for (String keyword : part.keywords()) {
                if (Keywords.concerns(keyword, writer.kinds())) {
                    compare(writer, reader.tree(), part, keyword);
                }
            }
        }
    }

    private void compare(Shape writer, SchemaTree tree, Part part, String keyword) {
        tree.step();
        switch (keyword) {
            case "properties" -> properties(writer, tree, part);
            case "additionalProperties" -> additionalProperties(writer, tree, part);
            case "items" -> items(writer, tree, part);
            default -> {
                if (!Implication.holds(writer, part, keyword)
                        && !sameIsAsked(writer, tree, part, keyword)
                        && !oneBranchHolds(writer, tree, part, keyword)) {
                    obligation(part, keyword);
                }
            }
        }
    }

    private void properties(Shape writer, SchemaTree tree, Part part) {
        names(part)
                .forEach(name -> within(
                        Obligation.named(name),
                        writer.property(name),
                        tree.shape(part.place("properties") + "/" + Pointers.escape(name))));
    }

    private void additionalProperties(Shape writer, SchemaTree tree, Part part) {
        Set<String> declared = new HashSet<>(names(part));
        Set<String> others = new LinkedHashSet<>(writer.names());
        others.add(freshName(writer, declared));
        others.removeAll(declared);
        Shape reader = tree.shape(part.place("additionalProperties"));
        others.forEach(name -> within(Obligation.named(name), writer.property(name), reader));
    }

    /** A name that neither schema has a rule for stands for all of them. */
    private static String freshName(Shape writer, Set<String> declared) {
        String name = "unexpected";
        while (declared.contains(name) || writer.names().contains(name)) {
            name += "_";
        }
        return name;
    }

    private static List<String> names(Part part) {
        List<String> names = new ArrayList<>();
        part.get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void items(Shape writer, SchemaTree tree, Part part) {
        if (part.get("items").isArray()) {
            if (!sameIsAsked(writer, tree, part, "items")) {
                obligation(part, "items");
            }
        } else if (writer.atMost("maxItems") > 0) {
            within(Obligation.ITEM, writer.items(), tree.shape(part.place("items")));
        }
    }

    private void within(String step, Shape writer, Shape reader) {
        path.add(step);
        compare(writer, reader);
        path.remove(path.size() - 1);
    }

    /** The writer asks for the very same at the same place. */
    private static boolean sameIsAsked(Shape writer, SchemaTree tree, Part part, String keyword) {
        JsonNode asked = CanonicalForm.of(tree, part, keyword);
        return writer.parts().stream()
                .filter(own -> own.has(keyword))
                .anyMatch(own -> CanonicalForm.of(writer.tree(), own, keyword).equals(asked));
    }

    /** All that the writer accepts is accepted by one and the same branch of {@code anyOf}. */
    private boolean oneBranchHolds(Shape writer, SchemaTree tree, Part part, String keyword) {
        return keyword.equals("anyOf")
                && Stream.iterate(0, i -> i < part.get(keyword).size(), i -> i + 1)
                        .anyMatch(i -> proved(writer, tree.shape(part.place(keyword) + "/" + i)));
    }

    /** A try: what is assumed for it and what it leaves open counts only if it succeeds. */
    private boolean proved(Shape writer, Shape reader) {
        Inclusion attempt = new Inclusion(listed);
        attempt.assumed = new HashSet<>(assumed);
        if (!attempt.unproved(writer, reader).isEmpty()) {
            return false;
        }
        assumed = attempt.assumed;
        return true;
    }

    private void obligation(Part part, String keyword) {
        if (open.size() < MAX_OBLIGATIONS) {
            open.add(new Obligation(path, part, keyword));
        }
    }
}
