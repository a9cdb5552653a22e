package io.tallygate.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends the gateway as soon as it has started: for the build, whose JVM archives what a start loads. Nothing happens unless
 * the JVM was started with {@code -Dtallygate.start-only=true}; no environment variable and no configuration file can say so.
 */
@Singleton
class StartOnly {
    private static final int AFTER_THE_BANNER = 200_000;

    void end(@Observes @Priority(AFTER_THE_BANNER) StartupEvent started) {
        if (Boolean.getBoolean("tallygate.start-only")) {
            Quarkus.asyncExit();
        }
    }
}
