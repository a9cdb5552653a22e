package io.tallygate.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table that a run prints, as Markdown. */
final class Table {
    private static final String CPU = "CPU s per 100,000 events: gateway";
    private static final List<String> HEAD = List.of(
            "what (median, least-greatest of the rounds)",
            "gateway",
            "reference",
            "ratio",
            "p50 ms",
            "p99 ms",
            CPU,
            "broker",
            "database",
            "sum");

    private final List<List<String>> rows = new ArrayList<>();

    Table() {
        this(HEAD);
    }

    Table(List<String> head) {
        rows.add(head);
    }

    /** Adds a row; what is not known has no cell at the end. */
    void add(String... cells) {
        List<String> row = new ArrayList<>(List.of(cells));
        row.addAll(Collections.nCopies(rows.get(0).size() - row.size(), "-"));
        rows.add(row);
    }

    /** Adds a row that ends with CPU seconds; what is not known has no cell before them. */
    void add(CpuSamples cpu, String... cells) {
        List<String> row = new ArrayList<>(List.of(cells));
        row.addAll(Collections.nCopies(HEAD.indexOf(CPU) - row.size(), "-"));
        row.addAll(cpu.shown());
        add(row.toArray(String[]::new));
    }

    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toList();
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths, " ")));
        lines.add(1, line(widths.stream().map("-"::repeat).toList(), widths, " "));
        return String.join("\n", lines);
    }

    private static String line(List<String> row, List<Integer> widths, String edge) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths.get(column) - row.get(column).length()))
                .collect(Collectors.joining(edge + "|" + edge, "|" + edge, edge + "|"));
    }
}
