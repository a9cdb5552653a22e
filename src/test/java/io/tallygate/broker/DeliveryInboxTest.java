package io.tallygate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.tallygate.broker.DeliveryInbox.Room;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeliveryInboxTest {
    /** Of a channel that nobody asks anything of. */
    private static final DeliveryWindow WINDOW = new DeliveryWindow(
            (Channel) Proxy.newProxyInstance(
                    Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                    }),
            1);

    private final DeliveryInbox inbox = new DeliveryInbox();

    private boolean add(long tag, int bytes) {
        Delivery delivery = new Delivery(
                new byte[bytes],
                "",
                "",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return inbox.add(new DeliveryBuffer.Arrived(WINDOW, tag, delivery));
    }

    @Test
    void add_untilItIsOpened_wakesOnce() {
        assertThat(add(1, 1)).isTrue();
        assertThat(add(2, 1)).isFalse();
        inbox.open();
        assertThat(add(3, 1)).isTrue();
        assertThat(inbox.poll()).extracting(DeliveryBuffer.Arrived::tag).isEqualTo(1L);
    }

    @Test
    void add_whileTheLoopRests_wakesForWhatFillsTheRoom() {
        inbox.rest(new Room(3, 100));
        assertThat(add(1, 10)).isFalse();
        assertThat(add(2, 10)).isFalse();
        assertThat(add(3, 10)).isTrue();
        inbox.open();
        for (int taken = 0; taken < 3; taken++) {
            assertThat(inbox.poll()).isNotNull();
        }
        inbox.rest(new Room(3, 100));
        assertThat(add(4, 99)).isFalse();
        assertThat(add(5, 1)).isTrue();
    }

    @Test
    void open_afterARest_wakesForTheNextMessage() {
        inbox.rest(Room.ANY);
        assertThat(add(1, 10)).isFalse();
        inbox.open();
        assertThat(add(2, 10)).isTrue();
    }

    @Test
    void add_whileTheLoopRestsAndLooksByItself_losesNothingAndKeepsTheOrder() throws Exception {
        int count = 200_000;
        SplittableRandom random = new SplittableRandom(7);
        CountDownLatch all = new CountDownLatch(count);
        long[] last = {0};
        boolean[] ordered = {true};
        ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1);
        try {
            Runnable look = new Runnable() {
                @Override
                public void run() {
                    inbox.open();
                    for (DeliveryBuffer.Arrived next = inbox.poll(); next != null; next = inbox.poll()) {
                        ordered[0] &= next.tag() == ++last[0];
                        all.countDown();
                    }
                    // now and then it says that it looks by itself, and does
                    if (random.nextInt(4) > 0) {
                        inbox.rest(new Room(1 + random.nextInt(50), Long.MAX_VALUE));
                        loop.schedule(this, 50, TimeUnit.MICROSECONDS);
                    }
                }
            };
            for (int i = 1; i <= count; i++) {
                if (add(i, 1)) {
                    loop.execute(look);
                }
            }
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            loop.shutdownNow();
        }
        assertThat(ordered[0]).isTrue();
    }
}
