package io.tallygate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the rounds gave for one figure: shown as the median and, in brackets, the least and the greatest. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** With so many digits after the point. */
    String shown(int digits) {
        if (values.isEmpty()) {
            return "-";
        }
        String form = "%." + digits + "f";
        String median = String.format(Locale.ROOT, form, median());
        if (values.size() == 1) {
            return median;
        }
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double greatest = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return median + String.format(Locale.ROOT, " (" + form + "-" + form + ")", least, greatest);
    }
}
