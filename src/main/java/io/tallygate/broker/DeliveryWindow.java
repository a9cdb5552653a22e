package io.tallygate.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The batches that came over one channel and are not settled at the broker yet, in their order. A delivery tag means
 * something on its own channel only, so a window lives and dies with its channel. For the loop alone.
 */
final class DeliveryWindow {
    private static final Logger LOG = Logger.getLogger(DeliveryWindow.class);

    private final Channel channel;
    private final long number;
    private final Deque<OpenBatch> open = new ArrayDeque<>();
    private boolean holdsRefused;

    /** @param number higher than that of all before it */
    DeliveryWindow(Channel channel, long number) {
        this.channel = channel;
        this.number = number;
    }

    long number() {
        return number;
    }

    Channel channel() {
        return channel;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Whether a batch is to come again: then nothing behind it may be handed out. */
    boolean holdsRefused() {
        return holdsRefused;
    }

    /** Whether all before the batch that is to come again is settled. */
    boolean isRefusedNext() {
        OpenBatch next = open.peek();
        return next != null && next.verdict() == OpenBatch.Verdict.AGAIN;
    }

    void handOut(OpenBatch batch) {
        open.add(batch);
    }

    void judge(OpenBatch batch, OpenBatch.Verdict verdict) {
        batch.judge(verdict);
        holdsRefused |= batch.verdict() == OpenBatch.Verdict.AGAIN;
    }

    /**
     * Acknowledges all batches at the head that are done, as one. A batch that is done before its predecessor waits for
     * it: acknowledging by "up to this tag" would acknowledge the predecessor, too.
     *
     * @return the number of batches that were acknowledged
     */
    int acknowledgeDone() {
        List<OpenBatch> done = new ArrayList<>();
        OpenBatch next = open.peek();
        while (next != null && next.verdict() == OpenBatch.Verdict.DONE) {
            done.add(open.remove());
            next = open.peek();
        }
        if (done.isEmpty()) {
            return 0;
        }
        boolean told = acknowledgeUpTo(done.get(done.size() - 1).lastTag());
        done.forEach(batch -> batch.settled().complete(null));
        return told ? done.size() : 0;
    }

    private boolean acknowledgeUpTo(long tag) {
        try {
            channel.basicAck(tag, true);
            return true;
        } catch (IOException | AlreadyClosedException e) {
            // The end of the channel is on its way to the loop; the messages come again, and are known by then.
            LOG.debugf(e, "An acknowledgement found its channel gone");
            return false;
        }
    }

    /**
     * The channel is gone: nothing of this can be settled any more.
     *
     * @return the number of batches whose verdict could not be told to the broker
     */
    int abandon() {
        List<OpenBatch> untold = open.stream()
                .filter(batch -> batch.verdict() != OpenBatch.Verdict.NONE)
                .toList();
        open.clear();
        untold.forEach(batch -> batch.settled().complete(null));
        return (int) untold.stream()
                .filter(batch -> batch.verdict() == OpenBatch.Verdict.DONE)
                .count();
    }
}
