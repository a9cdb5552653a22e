package io.tallygate.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * What can be chosen, each as {@code -Dbench.<name>=<value>}.
 *
 * @param rounds how often each side is measured, by turns
 * @param backlog events in the audit queue when a drain begins
 * @param warmup events that are stored, at least, before anything is measured
 * @param seconds how long an HTTP measurement lasts; a live one takes three times as long
 * @param parts which measurements to make: {@code drain}, {@code live}, {@code http}, {@code validation}, {@code peers};
 *     {@code query}, only if it is named
 * @param seed of the events
 * @param queryEvents how many events are stored when {@code query} is measured, in growing order
 * @param gatewayJvm further options of the gateway's JVM, separated by blanks
 * @param peers how peers are measured
 */
record Options(
        int rounds,
        int backlog,
        int warmup,
        int seconds,
        List<String> parts,
        long seed,
        List<Long> queryEvents,
        String gatewayJvm,
        PeerOptions peers) {

    /**
     * @param warmup events that each peer stores before anything is measured
     * @param backlog events in its queue when its drain begins; less than the gateway's, since peers are slow
     * @param concurrency how many messages each works on at a time
     */
    record PeerOptions(int warmup, int backlog, int concurrency) {}

    static Options fromSystemProperties() {
        return new Options(
                Integer.parseInt(property("rounds", "5")),
                Integer.parseInt(property("backlog", "300000")),
                Integer.parseInt(property("warmup", "200000")),
                Integer.parseInt(property("seconds", "1")),
                List.of(property("parts", "drain,live,http,validation,peers").split(",")),
                Long.parseLong(property("seed", "1")),
                Stream.of(property("query-events", "1000000,10000000,30000000").split(","))
                        .map(Long::valueOf)
                        .toList(),
                property("gateway-jvm", ""),
                new PeerOptions(
                        Integer.parseInt(property("peer-warmup", "10000")),
                        Integer.parseInt(property("peer-backlog", "2000")),
                        Integer.parseInt(property("peer-concurrency", "1"))));
    }

    boolean measures(String part) {
        return parts.contains(part);
    }

    private static String property(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "");
        return value.isBlank() ? otherwise : value.strip();
    }
}
