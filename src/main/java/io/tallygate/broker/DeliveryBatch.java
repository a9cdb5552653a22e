package io.tallygate.broker;

import java.util.List;

/**
 * Messages in the order in which the queue had them; settled as one.
 *
 * @param deliveries at least one
 */
public record DeliveryBatch(List<Delivery> deliveries) {

    public DeliveryBatch {
        deliveries = List.copyOf(deliveries);
        if (deliveries.isEmpty()) {
            throw new IllegalArgumentException("A batch has at least one delivery");
        }
    }

    /** The number of messages. */
    public int size() {
        return deliveries.size();
    }
}
