package io.tallygate.faults;

import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;

/**
 * The private broker and database that the fault tests break. They share them, each with an exchange, queues and a
 * database of its own, since a broker takes long to start; what one test leaves broken is mended before the next.
 */
final class BreakableNodes {
    private BreakableNodes() {}

    static RabbitNode broker() {
        return Broker.NODE;
    }

    static PostgresNode postgres() {
        return Postgres.NODE;
    }

    static void mend(RabbitNode broker, PostgresNode postgres) {
        broker.thaw();
        postgres.thaw();
        if (!broker.isRunning()) {
            broker.restart();
        }
        if (!postgres.isRunning()) {
            postgres.restart();
        }
    }

    /** Starts when first touched. */
    private static final class Broker {
        static final RabbitNode NODE = RabbitNode.start();
    }

    /** Starts when first touched. */
    private static final class Postgres {
        static final PostgresNode NODE = PostgresNode.start();
    }
}
