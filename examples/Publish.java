import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Publishes one event file to coder_events and waits for the broker's confirm: Publish <amqp url> <type> <file>. */
public class Publish {
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(args[0]);
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                    .contentType("application/json")
                    .deliveryMode(2) // survives a restart of the broker
                    .build();
            channel.basicPublish("coder_events", args[1], true, properties, Files.readAllBytes(Path.of(args[2])));
            channel.waitForConfirmsOrDie(10_000);
        }
    }
}
