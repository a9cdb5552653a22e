package peer;

import org.apache.camel.builder.RouteBuilder;

/**
 * One message at a time and consumer: checks it against the schema of its type, inserts it, and then, as the listener
 * returns, acknowledges it. What fails is rejected at once, and the queue's policy dead-letters it.
 *
 * <p>The simple container (SMLC) gives each consumer a thread of its own; with the direct one, which is the default, all of
 * a connection share twice as many as there are processors. The count of parameters is given since the component would
 * ask the database for it, for each message.
 *
 * <p>The database commits each insert by itself. A message that comes a second time is no error.
 */
final class EventRoute extends RouteBuilder {
    @Override
    public void configure() {
        from("spring-rabbitmq:default?queues={{env:EVENTS_QUEUE}}&autoDeclare=false&acknowledgeMode=AUTO"
                        + "&messageListenerContainerType=SMLC&concurrentConsumers={{env:CONCURRENCY}}"
                        + "&prefetchCount=250&maximumRetryAttempts=0")
                .convertBodyTo(String.class)
                .setHeader("id", jsonpath("$.id"))
                .setHeader("type", jsonpath("$.type"))
                .toD("json-validator:schemas/coder/${header.type}/1.0.0.json")
                .to("sql:insert into event (id, type, body) values (cast(:#id as uuid), :#type, :#${body})"
                        + " on conflict (id) do nothing?parametersCount=3");
    }
}
