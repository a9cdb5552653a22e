package io.tallygate.embedded;

import java.lang.reflect.Field;
import org.apache.qpid.server.model.BrokerImpl;

/**
 * Takes back the JVM shutdown hook that Qpid registers for each broker: on SIGTERM it would run beside Quarkus' own and close
 * the broker while the gateway still acknowledges what it has stored. Qpid offers no switch for it.
 */
final class QpidShutdownHook {
    private static final String FIELD = "_shutdownHook";

    private QpidShutdownHook() {}

    /** Removes the hook; does nothing if the JVM is shutting down already. */
    static void remove(Object broker) {
        try {
            Field field = BrokerImpl.class.getDeclaredField(FIELD);
            field.setAccessible(true);
            Runtime.getRuntime().removeShutdownHook((Thread) field.get(broker));
        } catch (ReflectiveOperationException e) {
            throw EmbeddedStartException.because("This version of Qpid keeps its shutdown hook elsewhere", e);
        } catch (IllegalStateException e) {
            System.getLogger(QpidShutdownHook.class.getName())
                    .log(System.Logger.Level.DEBUG, "The JVM is shutting down", e);
        }
    }
}
