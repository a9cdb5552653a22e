/** Commands that send an event, filled in with this gateway's addresses. */
import {credential} from '../api.js';
import {isOpen} from '../me.js';

/** @param {string} word */
const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** @param {any} event @param {string} base */
export const asCurl = (event, base) => `curl -i -H 'Content-Type: application/json' ${credential() ? `${credential()} ` : ''}\\
  -d ${quote(JSON.stringify(event, null, 2))} \\
  ${base}/api/v1/events`;

/** @param {any} event @param {string} base */
export const asJava = (event, base) => `// Send.java; run it with: java Send.java
import java.net.URI;
import java.net.http.*;

class Send {
    public static void main(String[] arguments) throws Exception {
        String event = """
            ${JSON.stringify(event, null, 2).replaceAll('\\', '\\\\').replaceAll('\n', '\n            ')}
            """;
        HttpRequest request = HttpRequest.newBuilder(URI.create("${base}/api/v1/events"))
                .header("Content-Type", "application/json")${isOpen() ? '' : `
                .header("Authorization", "Bearer " + System.getenv("TALLYGATE_KEY"))`}
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.body());
    }
}`;

/** @param {any} event @param {any} about */
export function asAmqp(event, about) {
  const broker = about.amqp ? `amqp://guest:guest@${about.amqp.host}:${about.amqp.port}` : 'amqp://guest:guest@your-broker:5672';
  return `# any RabbitMQ client: exchange ${about.exchange}, routing key ${event.type}
# Python, with pika
python3 - <<'END'
import pika
connection = pika.BlockingConnection(pika.URLParameters("${broker}"))
connection.channel().basic_publish(
    "${about.exchange}", "${event.type}",
    ${JSON.stringify(JSON.stringify(event))},
    pika.BasicProperties(content_type="application/json", delivery_mode=2))
connection.close()
END`;
}
