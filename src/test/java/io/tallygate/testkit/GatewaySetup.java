package io.tallygate.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a {@link GatewayProcess} is told at its start. Nothing of this JVM's own settings reaches it: what is not said
 * here has its default, and a gateway that is told of no broker or no database starts its own.
 */
public final class GatewaySetup {
    private final String name;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> jvmOptions = new ArrayList<>(List.of("-Xmx384m"));

    private final List<String> firstLifeOptions = new ArrayList<>();
    private Path program = GatewayProcess.PROGRAM;

    GatewaySetup(String name) {
        this.name = name;
        // what this run of tests wants of every gateway's JVM
        jvmLine(System.getProperty("tallygate.test.gateway-jvm", ""));
        set("QUARKUS_HTTP_PORT", Integer.toString(FreePorts.next()));
    }

    public GatewaySetup broker(URI uri) {
        return set("TALLYGATE_RABBITMQ_URL", uri.toString());
    }

    public GatewaySetup database(TestDatabase database) {
        set("TALLYGATE_DATABASE_URL", database.jdbcUrl())
                .set("TALLYGATE_DATABASE_USER", database.gateway().user())
                .set("TALLYGATE_DATABASE_PASSWORD", database.gateway().password());
        if (!database.owner().equals(database.gateway())) {
            set("TALLYGATE_DATABASE_OWNER_USER", database.owner().user())
                    .set("TALLYGATE_DATABASE_OWNER_PASSWORD", database.owner().password());
        }
        return this;
    }

    /** The folder of the embedded broker and database; the embedded broker listens on a free port. */
    public GatewaySetup dataFolder(Path folder) {
        return set("TALLYGATE_DATA_DIR", folder.toString())
                .set("TALLYGATE_AMQP_PORT", Integer.toString(FreePorts.next()));
    }

    /** Sets a variable of its environment. */
    public GatewaySetup set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Adds options of its JVM; a later {@code -Xmx} replaces the one of 384 MiB. */
    public GatewaySetup jvm(String... options) {
        Collections.addAll(jvmOptions, options);
        return this;
    }

    /** Adds options of its JVM that stand in one line, with blanks between them; none if it is empty. */
    public GatewaySetup jvmLine(String options) {
        Stream.of(options.split(" ")).filter(option -> !option.isBlank()).forEach(jvmOptions::add);
        return this;
    }

    /** Adds options of its JVM that a restart does not have any more. */
    public GatewaySetup jvmOfFirstLife(String... options) {
        Collections.addAll(firstLifeOptions, options);
        return this;
    }

    /** Runs another {@code quarkus-run.jar} than that of this build. */
    public GatewaySetup program(Path jar) {
        program = jar;
        return this;
    }

    /** Starts it and waits, for a minute at most, until it is ready for all its work. */
    public GatewayProcess start() {
        return launch().awaitReady(Duration.ofSeconds(60));
    }

    /** Starts it and waits, for a minute at most, until it answers at all: its broker or database may be away. */
    public GatewayProcess startLive() {
        return launch().awaitLive(Duration.ofSeconds(60));
    }

    /** Starts it and waits for nothing. */
    public GatewayProcess launch() {
        return new GatewayProcess(
                name, Map.copyOf(environment), List.copyOf(jvmOptions), List.copyOf(firstLifeOptions), program);
    }
}
