package io.tallygate.broker;

import java.util.List;

/**
 * Messages in the order in which the queue had them; settled as one.
 *
 * @param deliveries at least one
 * @param channel which of the queue's channels they came over: when one batch goes back, so do all behind it that came
 *     over the same one, and they come again over a channel with a higher number
 */
public record DeliveryBatch(List<Delivery> deliveries, long channel) {

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
