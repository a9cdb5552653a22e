package io.tallygate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What Qpid Broker-J is told at each start. Only queues, exchanges, bindings and messages are remembered between starts.
 *
 * @param workDirectory where the broker keeps its store
 * @param port the AMQP port on 127.0.0.1
 * @param nodeType DERBY for a durable store, Memory for none
 * @param hostType the virtual host's store that goes with it
 */
record BrokerConfiguration(Path workDirectory, int port, String nodeType, String hostType) {
    static final String USER = "guest";
    static final String PASSWORD = "guest";

    /** RabbitMQ's default since 4.0. */
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final int MAX_CONNECTIONS = 512;

    /**
     * Milliseconds, a hundred years. Qpid takes the property {@code expiration} for a point in time, as an old client did,
     * where AMQP 0-9-1 means a span: every message that states one would be expired, and dropped, on arrival.
     */
    private static final long LEAST_TTL = 3_155_760_000_000L;

    /**
     * RabbitMQ's x- arguments are ignored, as Qpid knows none of them. A broken port or store fails the start, where Qpid's
     * default is to run without it. Above 97% of a full disk publishers are paused; Qpid's 90% is common on a laptop.
     */
    private static final String JSON = """
            {
              "name": "tallygate",
              "modelVersion": "9.1",
              "context": {
                "broker.failStartupWithErroredChild": "true",
                "broker.failStartupWithErroredChildScope": "ALL",
                "queue.behaviourOnUnknownDeclareArgument": "IGNORE",
                "exchange.behaviourOnUnknownDeclareArgument": "IGNORE",
                "qpid.max_message_size": "%d",
                "qpid.port.max_open_connections": "%d",
                "queue.minimumMessageTtl": "%d",
                "store.filesystem.maxUsagePercent": "97"
              },
              "authenticationproviders": [{
                "name": "plain",
                "type": "Plain",
                "secureOnlyMechanisms": [],
                "users": [{"name": "%s", "type": "managed", "password": "%s"}]
              }],
              "ports": [{
                "name": "amqp",
                "type": "AMQP",
                "bindingAddress": "%s",
                "port": "%d",
                "authenticationProvider": "plain",
                "virtualhostaliases": [
                  {"name": "default", "type": "defaultAlias"},
                  {"name": "name", "type": "nameAlias"}
                ]
              }],
              "virtualhostnodes": [{
                "name": "tallygate",
                "type": "%s",
                "defaultVirtualHostNode": "true",
                "virtualHostInitialConfiguration": "{\\"type\\": \\"%s\\"}"
              }]
            }
            """;

    static BrokerConfiguration durable(Path workDirectory, int port) {
        return new BrokerConfiguration(workDirectory, port, "DERBY", "ProvidedStore");
    }

    static BrokerConfiguration inMemory(Path workDirectory, int port) {
        return new BrokerConfiguration(workDirectory, port, "Memory", "Memory");
    }

    /** Writes the files that Qpid reads at its start, and returns the attributes that name them. */
    Map<String, Object> write() throws IOException {
        Path json = Files.writeString(workDirectory.resolve("broker.json"), json());
        // Qpid's default for this is a classpath: address, a protocol that a packaged Quarkus does not know.
        Path properties = Files.writeString(workDirectory.resolve("system.properties"), "");
        return Map.of(
                "type", "Memory",
                "initialConfigurationLocation", json.toUri().toString(),
                "initialSystemPropertiesLocation", properties.toUri().toString(),
                "startupLoggedToSystemOut", "false",
                "context", Map.of("qpid.work_dir", workDirectory.toString()));
    }

    private String json() {
        return JSON.formatted(
                MAX_MESSAGE_BYTES,
                MAX_CONNECTIONS,
                LEAST_TTL,
                USER,
                PASSWORD,
                LoopbackPort.ADDRESS,
                port,
                nodeType,
                hostType);
    }
}
