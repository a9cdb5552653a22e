package io.tallygate.faults;

import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.RabbitNode;

/**
 * The private broker and database that the fault tests break. They share them, each with an exchange, queues and a
 * database of its own, since a broker takes long to start; what one test leaves broken is mended before the next.
 */
final class BreakableNodes {
    private static final RabbitNode BROKER = RabbitNode.start();
    private static final PostgresNode POSTGRES = PostgresNode.start();

    private BreakableNodes() {}

    static RabbitNode broker() {
        return BROKER;
    }

    static PostgresNode postgres() {
        return POSTGRES;
    }

    static void mend() {
        BROKER.thaw();
        POSTGRES.thaw();
        if (!BROKER.isRunning()) {
            BROKER.restart();
        }
        if (!POSTGRES.isRunning()) {
            POSTGRES.restart();
        }
    }
}
