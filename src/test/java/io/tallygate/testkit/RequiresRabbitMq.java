package io.tallygate.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests of what only RabbitMQ does. Where there is none they are skipped, and the closing summary of the build
 * names them; with {@code TALLYGATE_TEST_REQUIRE_RABBITMQ=true} they fail instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequiresRabbitMqCondition.class)
public @interface RequiresRabbitMq {
    /** Whether the test needs a {@link RabbitNode}, to kill or freeze it: a container will not do. */
    boolean privateNode() default false;
}
