package io.tallygate.faults;

import io.tallygate.testkit.GatewayProcess;

/** What a fault can hit. */
enum Part {
    GATEWAY,
    BROKER,
    POSTGRES;

    void kill9(FaultBench bench, GatewayProcess gateway) {
        switch (this) {
            case GATEWAY -> gateway.kill9();
            case BROKER -> bench.broker().kill9();
            case POSTGRES -> bench.postgres().kill9();
        }
    }

    /** Starts it again; the gateway is waited for by nobody, the others until they answer. */
    void restart(FaultBench bench, GatewayProcess gateway) {
        switch (this) {
            case GATEWAY -> gateway.restart();
            case BROKER -> bench.broker().restart();
            case POSTGRES -> bench.postgres().restart();
        }
    }
}
