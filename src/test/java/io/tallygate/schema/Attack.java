package io.tallygate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tallygate.testkit.CollidingNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** An event of the largest size that is allowed, made to cost as much as it can. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Attack(String name, byte[] body) {
    private static final int SIZE = ValidationLimits.DEFAULTS.maxBytes();
    private static final String MARK = "@here@";
    private static final List<String> COLLIDING = CollidingNames.ofStrings(20_000);
    private static final List<String> COLLIDING_IN_PARSER = CollidingNames.ofTheParser(20_000);

    @Override
    public String toString() {
        return name;
    }

    /** Attacks on whatever reads and checks an event of this kind. */
    static List<Attack> on(ObjectNode example) {
        List<Attack> all = new ArrayList<>();
        for (Map.Entry<String, IntFunction<String>> filler : fillers().entrySet()) {
            all.add(filled(filler.getKey() + ", at the root", example, "", filler.getValue()));
            all.add(filled(filler.getKey() + ", in data", example, "/data", filler.getValue()));
        }
        all.add(properties("names of one hash", example, COLLIDING));
        all.add(properties("names of one hash in the parser", example, COLLIDING_IN_PARSER));
        all.addAll(ofBrokenText(example));
        all.addAll(ofWrongValues(example));
        return all;
    }

    /** What to put, again and again, where a schema asks for nothing: the elements of an array by their number. */
    private static Map<String, IntFunction<String>> fillers() {
        Map<String, IntFunction<String>> all = new java.util.LinkedHashMap<>();
        all.put("zeros", i -> "0");
        all.put("empty arrays", i -> "[]");
        all.put("empty objects", i -> "{}");
        all.put("objects of one property", i -> "{\"a\":1}");
        all.put("nesting of 60", i -> "[".repeat(60) + "]".repeat(60));
        all.put("objects nesting by 60", i -> "{\"a\":".repeat(60) + "1" + "}".repeat(60));
        all.put("objects nesting by 60 with names", i -> "{\"n" + "m".repeat(200) + i + "\":".repeat(1) + "1}");
        all.put("integers of 100 digits", i -> "9".repeat(94) + (100_000 + i));
        all.put("halfway decimals", i -> "9007199254740993." + "0".repeat(75) + (1 + i % 9));
        all.put("least doubles", i -> "2.2250738585072011" + "3".repeat(70) + i % 10 + "e-308");
        all.put("numbers with exponents", i -> "1e-" + i % 324);
        all.put("short texts", i -> "\"" + i + "\"");
        all.put("escapes of astral characters", i -> "\"\\ud83d\\ude00\\u00e9\"");
        all.put("characters of four bytes", i -> "\"\ud83d\ude00\"");
        all.put("texts of one hash", i -> "\"" + COLLIDING.get(i % COLLIDING.size()) + "\"");
        all.put("arrays of one hash", i -> "[\"" + COLLIDING.get(i % COLLIDING.size()) + "\"]");
        return all;
    }

    private static Attack filled(String name, ObjectNode example, String place, IntFunction<String> element) {
        ObjectNode event = example.deepCopy();
        object(event, place).put("fill", MARK);
        return new Attack(name, filled(event, "[", element, "]"));
    }

    private static Attack properties(String name, ObjectNode example, List<String> names) {
        ObjectNode event = example.deepCopy();
        event.withObject("/data").put("fill", MARK);
        return new Attack(name, filled(event, "{", i -> i < names.size() ? "\"" + names.get(i) + "\":1" : "", "}"));
    }

    /** The event with the mark replaced by as many elements as there is room for. */
    static byte[] filled(ObjectNode event, String open, IntFunction<String> element, String close) {
        String text = event.toString();
        int room = SIZE - text.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder fill = new StringBuilder(open);
        int bytes = 0;
        for (int i = 0; ; i++) {
            String next = element.apply(i);
            bytes += 1 + next.getBytes(StandardCharsets.UTF_8).length;
            if (next.isEmpty() || bytes > room) {
                break;
            }
            fill.append(i == 0 ? "" : ",").append(next);
        }
        return bytes(text.replace("\"" + MARK + "\"", fill.append(close)));
    }

    private static List<Attack> ofBrokenText(ObjectNode example) {
        List<Attack> all = new ArrayList<>();
        all.add(text("one long text", example, "x", ""));
        all.add(text("one long text of escapes", example, "\\u00e9", ""));
        all.add(text("one long text of line breaks, then a bad byte", example, "\\n", "\u0001"));
        all.add(text("one long text of three bytes each", example, "\u20ac", ""));
        all.add(text("a lone surrogate at the end", example, "x", "\\ud800"));
        all.add(properties("many short names", example, i -> "\"p" + i + "\":1"));
        all.add(properties("many long names", example, i -> "\"" + "n".repeat(250) + (i + 100_000) + "\":1"));
        all.add(properties("many escaped names", example, i -> "\"\\u00e9\\u20ac" + i + "\":1"));
        all.add(properties("a duplicate, late", example, i -> "\"p" + (i == 15_000 ? 0 : i) + "\":1"));
        all.add(new Attack("opening brackets", bytes("[".repeat(SIZE))));
        all.add(new Attack("opening objects", bytes("{\"a\":".repeat(SIZE / 5))));
        all.add(new Attack("line breaks", bytes("\n".repeat(SIZE - 1) + "x")));
        all.add(new Attack("digits", bytes("{\"a\":" + "9".repeat(SIZE - 6) + "}")));
        all.add(new Attack("one word", bytes("t".repeat(SIZE))));
        all.add(new Attack("a name without an end", bytes("{\"" + "n".repeat(SIZE - 2))));
        all.add(new Attack("NUL", new byte[SIZE]));
        return all;
    }

    private static Attack text(String name, ObjectNode example, String repeated, String last) {
        ObjectNode event = example.deepCopy();
        event.withObject("/data").put("fill", MARK);
        String whole = event.toString();
        int each = repeated.getBytes(StandardCharsets.UTF_8).length;
        int room = (SIZE - whole.length() - last.length()) / each;
        return new Attack(name, bytes(whole.replace(MARK, repeated.repeat(room) + last)));
    }

    private static Attack properties(String name, ObjectNode example, IntFunction<String> property) {
        ObjectNode event = example.deepCopy();
        event.withObject("/data").put("fill", MARK);
        return new Attack(name, filled(event, "{", property, "}"));
    }

    /** Each property in turn, and all at once, with values that no schema would have. */
    private static List<Attack> ofWrongValues(ObjectNode example) {
        List<Attack> all = new ArrayList<>();
        ObjectNode worst = example.deepCopy();
        for (String pointer : leaves(example, "")) {
            ObjectNode event = example.deepCopy();
            set(event, pointer, TextNode.valueOf(MARK));
            int room = SIZE - event.toString().length();
            String texts = "\u0007\u202e{0}'".repeat(room / 20);
            set(event, pointer, TextNode.valueOf(texts));
            all.add(new Attack("a long text at " + pointer, bytes(event.toString())));
            ObjectNode wrong = example.deepCopy();
            set(wrong, pointer, TextNode.valueOf(MARK));
            all.add(new Attack("an array at " + pointer, filled(wrong, "[", i -> "{\"a\":" + i + "}", "]")));
            set(worst, pointer, Events.MAPPER.createArrayNode().add("x".repeat(room / 20)));
        }
        all.add(new Attack("all values wrong", bytes(worst.toString())));
        return all;
    }

    private static List<String> leaves(JsonNode node, String pointer) {
        List<String> all = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = i.next();
            String inner = pointer + "/" + entry.getKey();
            if (entry.getValue().isObject()) {
                all.addAll(leaves(entry.getValue(), inner));
            }
            all.add(inner);
        }
        return all;
    }

    private static void set(ObjectNode event, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        JsonNode parent = event.at(pointer.substring(0, last));
        if (parent instanceof ObjectNode object) {
            object.set(pointer.substring(last + 1), value);
        } else if (parent instanceof ArrayNode) {
            throw new IllegalArgumentException(pointer);
        }
    }

    private static ObjectNode object(ObjectNode event, String place) {
        return place.isEmpty() ? event : event.withObject(place);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
