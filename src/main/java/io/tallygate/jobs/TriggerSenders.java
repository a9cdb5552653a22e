package io.tallygate.jobs;

import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import io.tallygate.audit.OriginMark;
import io.tallygate.event.Content;
import io.tallygate.event.Sender;
import io.tallygate.ingest.amqp.AmqpSenders;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Who sent a trigger that came by the queue of triggers. The exchange hands it what it hands the audit queue, also what is
 * quarantined there as not authorised; so the same rule holds here.
 */
@Singleton
class TriggerSenders {
    private final AmqpSenders senders;
    private final OriginMark mark;

    TriggerSenders(AmqpSenders senders, OriginMark mark) {
        this.senders = senders;
        this.mark = mark;
    }

    Sender of(Message<byte[]> message, Content content) {
        return message.getMetadata(IncomingRabbitMQMetadata.class)
                .map(metadata -> isOwn(metadata, content) ? Sender.ANYONE : senders.of(metadata.getUserId()))
                .orElseGet(() -> senders.of(Optional.empty()));
    }

    private boolean isOwn(IncomingRabbitMQMetadata metadata, Content content) {
        Object claimed = metadata.getHeaders().get(OriginMark.HEADER);
        return claimed != null && mark.isTrue(claimed.toString(), content, metadata.getRoutingKey());
    }
}
