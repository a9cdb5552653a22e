package io.tallygate.broker;

import java.util.Map;

/**
 * The software at the other end, by its own word.
 *
 * @param product e.g. {@code RabbitMQ} or {@code qpid}
 * @param version e.g. {@code 3.13.7}
 */
public record BrokerServer(String product, String version) {

    static BrokerServer of(Map<String, Object> serverProperties) {
        return new BrokerServer(
                WireText.property(serverProperties.get("product")), WireText.property(serverProperties.get("version")));
    }

    /** Whether this is RabbitMQ itself. */
    public boolean isRabbitMq() {
        return product.equalsIgnoreCase("RabbitMQ");
    }

    /** Whether quorum queues and the single active consumer exist: RabbitMQ from 3.8 on. */
    public boolean hasQuorumQueues() {
        return isRabbitMq() && isAtLeast(3, 8);
    }

    private boolean isAtLeast(int major, int minor) {
        String[] parts = version.split("\\D+", 3);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return false;
        }
        int actualMajor = Integer.parseInt(parts[0]);
        return actualMajor > major || (actualMajor == major && Integer.parseInt(parts[1]) >= minor);
    }

    @Override
    public String toString() {
        return product + " " + version;
    }
}
