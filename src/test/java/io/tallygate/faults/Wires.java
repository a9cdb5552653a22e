package io.tallygate.faults;

import io.tallygate.testkit.FaultyWire;
import io.tallygate.testkit.GatewayProcess;
import io.tallygate.testkit.TestDatabase;
import java.net.URI;

/**
 * The wires between a gateway and its broker and database; senders and the checks use wires of their own, which are sound.
 */
record Wires(FaultyWire broker, FaultyWire database) implements AutoCloseable {

    static Wires of(FaultBench bench) {
        return new Wires(
                FaultyWire.to(bench.broker().port()),
                FaultyWire.to(bench.postgres().port()));
    }

    /** Starts a gateway behind them that notices silence within a few seconds. */
    GatewayProcess startGateway(FaultBench bench) {
        TestDatabase direct = bench.database();
        TestDatabase wired =
                direct.at(direct.jdbcUrl().replace(":" + bench.postgres().port() + "/", ":" + database.port() + "/"));
        return bench.keep(bench.setup()
                .broker(URI.create("amqp://guest:guest@127.0.0.1:" + broker.port()))
                .database(wired)
                .set("TALLYGATE_RABBITMQ_HEARTBEAT", "1s")
                .set("TALLYGATE_INGEST_HTTP_PATIENCE", "4s")
                .jvm("-Dquarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout=2")
                .start());
    }

    @Override
    public void close() {
        broker.close();
        database.close();
    }
}
