package io.tallygate.bench;

import java.util.List;

/**
 * What can be chosen, each as {@code -Dbench.<name>=<value>}.
 *
 * @param rounds how often each side is measured, by turns; validation at most twice
 * @param backlog events in the audit queue when a drain begins
 * @param warmup events that are stored before anything is measured
 * @param seconds how long a live or HTTP measurement lasts
 * @param parts which measurements to make: {@code drain}, {@code live}, {@code http}, {@code validation}
 * @param seed of the events
 * @param gatewayJvm further options of the gateway's JVM, separated by blanks
 */
record Options(int rounds, int backlog, int warmup, int seconds, List<String> parts, long seed, String gatewayJvm) {

    static Options fromSystemProperties() {
        return new Options(
                Integer.parseInt(property("rounds", "5")),
                Integer.parseInt(property("backlog", "100000")),
                Integer.parseInt(property("warmup", "200000")),
                Integer.parseInt(property("seconds", "4")),
                List.of(property("parts", "drain,live,http,validation").split(",")),
                Long.parseLong(property("seed", "1")),
                property("gateway-jvm", ""));
    }

    boolean measures(String part) {
        return parts.contains(part);
    }

    private static String property(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "");
        return value.isBlank() ? otherwise : value.strip();
    }
}
