package io.tallygate.ingest.amqp;

import io.tallygate.broker.DeliveryBatch;
import io.tallygate.ingest.IngestOutcome;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The rule by which {@link EventConsumer} settles, for the simulation. */
public final class SimulatedSettlement {
    private SimulatedSettlement() {}

    public static void settle(Message<DeliveryBatch> message, List<IngestOutcome> outcomes) {
        var unused = EventConsumer.settle(message, outcomes);
    }
}
