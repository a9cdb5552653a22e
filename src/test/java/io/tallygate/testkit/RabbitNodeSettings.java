package io.tallygate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the installed server is told to live in one folder and on ports of its own.
 *
 * @param folder holds all that the node writes but its data
 * @param data holds the data of the node
 * @param port the AMQP port
 * @param distributionPort where the node listens for {@code rabbitmqctl}
 * @param mapperPort the port of the node's own epmd, which tells {@code rabbitmqctl} the distribution port
 * @param controlPort the first of the ports that {@code rabbitmqctl} itself may use
 */
record RabbitNodeSettings(Path folder, Path data, int port, int distributionPort, int mapperPort, int controlPort) {
    /**
     * Where the server's own scripts lie. On Debian those of the PATH are wrappers that change to another user and
     * need its folders.
     */
    private static final List<String> SCRIPT_FOLDERS = List.of(
            "/usr/lib/rabbitmq/bin",
            "/opt/rabbitmq/sbin",
            "/usr/local/opt/rabbitmq/sbin",
            "/opt/homebrew/opt/rabbitmq/sbin");

    static Optional<Path> installedCommand(String name) {
        return SCRIPT_FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static RabbitNodeSettings inNewFolder(List<String> configuration) {
        Path folder = Folders.temporary("rabbitmq");
        return in(folder, folder.resolve("data"), configuration);
    }

    static RabbitNodeSettings in(Path folder, Path data, List<String> configuration) {
        RabbitNodeSettings settings = new RabbitNodeSettings(
                folder, data, FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
        List<String> lines = new ArrayList<>(List.of(
                "listeners.tcp.default = 127.0.0.1:" + settings.port,
                "loopback_users = none",
                // the default asks for as much free disk as there is memory, and blocks publishers without it
                "disk_free_limit.absolute = 50MB"));
        lines.addAll(configuration);
        try {
            Files.write(settings.folder.resolve("rabbitmq.conf"), lines);
            settings.enable(List.of());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the node's configuration", e);
        }
    }

    /** Has the node load these plugins when it starts next, and no others. */
    void enable(List<String> plugins) {
        try {
            Files.writeString(folder.resolve("enabled_plugins"), "[" + String.join(",", plugins) + "].\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the node's plugins", e);
        }
    }

    Path pidFile() {
        return folder.resolve("node.pid");
    }

    /** What the server prints. */
    Path output() {
        return folder.resolve("output.log");
    }

    ProcessBuilder command(String name, String... arguments) {
        Path script = installedCommand(name)
                .orElseThrow(() -> new IllegalStateException("No " + name + " in any of " + SCRIPT_FOLDERS));
        List<String> words = new ArrayList<>(List.of(script.toString()));
        Collections.addAll(words, arguments);
        return prepared(new ProcessBuilder(words));
    }

    /**
     * Starts the node's epmd as a child of ours: the node would start one that outlives it and is nobody's child.
     */
    Process startPortMapper() {
        try {
            return prepared(new ProcessBuilder("epmd", "-address", "127.0.0.1", "-port", Integer.toString(mapperPort)))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("epmd.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start epmd", e);
        }
    }

    private ProcessBuilder prepared(ProcessBuilder command) {
        Map<String, String> environment = command.environment();
        // what the machine's own broker is told must not reach this one
        environment
                .keySet()
                .removeIf(
                        name -> Stream.of("RABBITMQ_", "ERL_", "NOTIFY_SOCKET").anyMatch(name::startsWith));
        environment.putAll(environment());
        return command.directory(folder.toFile());
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", folder.toString()),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry(
                        "RABBITMQ_CONF_ENV_FILE", folder.resolve("no-such-file").toString()),
                Map.entry("RABBITMQ_NODENAME", "gw" + port + "@localhost"),
                Map.entry("RABBITMQ_MNESIA_BASE", data.toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("enabled_plugins").toString()),
                Map.entry("RABBITMQ_PID_FILE", pidFile().toString()),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("RABBITMQ_CTL_DIST_PORT_MIN", Integer.toString(controlPort)),
                Map.entry("RABBITMQ_CTL_DIST_PORT_MAX", Integer.toString(controlPort + 10)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)));
    }
}
