package io.tallygate.embedded;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A JVM with an embedded database and broker, to be killed. */
final class GatewayProcess {
    /** Shared by all tests and runs, so that PostgreSQL is unpacked once. */
    static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

    static final String QUEUE = "kept";
    static final int PUBLISHED_WHILE_STOPPING = 50;

    private static final String READY = "READY";

    private GatewayProcess() {}

    /** Starts one and waits until it has stored a row and a message. */
    static Process start(Path directory) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(List.of(
                        java.toString(), "-cp", classPath, GatewayProcess.class.getName(), directory.toString()))
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader();
        Stream.Builder<String> said = Stream.builder();
        for (String line = output.readLine(); !READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("The child JVM ended: " + said.build().toList());
            }
            said.add(line);
        }
        return process;
    }

    /** Runs until it is told to stop; then it publishes some more, as a gateway that drains, and closes everything. */
    public static void main(String[] arguments) throws Exception {
        DataDirectory directory = DataDirectory.claim(Path.of(arguments[0]));
        EmbeddedDatabase database = EmbeddedDatabase.start(directory, BINARIES);
        EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
        Sql.run(database, "CREATE TABLE kept (value text)", "INSERT INTO kept VALUES ('stored')");
        Connection connection = Amqp.connect(broker);
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        channel.queueDeclare(QUEUE, true, false, false, null);
        Amqp.publish(channel, "", QUEUE, "stored");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try (directory;
                    database;
                    broker;
                    connection) {
                for (int i = 0; i < PUBLISHED_WHILE_STOPPING; i++) {
                    Sql.run(database, "INSERT INTO kept VALUES ('while stopping')");
                    Amqp.publish(channel, "", QUEUE, "while stopping");
                }
            } catch (Exception e) {
                e.printStackTrace();
            }
        }));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
