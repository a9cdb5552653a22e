package io.tallygate.generator;

/** A Java source that is being written; lines are indented by the braces before them. */
final class Source {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** Adds lines. */
    Source add(String lines) {
        lines.strip().lines().map(String::strip).forEach(this::addLine);
        return this;
    }

    /** An empty line. */
    Source gap() {
        text.append('\n');
        return this;
    }

    private void addLine(String line) {
        depth -= line.startsWith("}") ? 1 : 0;
        String indent = "    ".repeat(depth) + (line.startsWith("*") ? " " : "");
        text.append(line.isEmpty() ? "" : indent).append(line).append('\n');
        depth += line.endsWith("{") ? 1 : 0;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
