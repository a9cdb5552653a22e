package io.tallygate.testkit;

import java.util.Optional;

/** What is told to the tests from outside, as a system property or in the environment. */
final class Settings {
    private Settings() {}

    static Optional<String> value(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isBlank());
    }

    static boolean isTrue(String name) {
        return value(name).filter(Boolean::parseBoolean).isPresent();
    }
}
