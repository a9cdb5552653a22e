package io.tallygate.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresRabbitMq}. */
final class RequiresRabbitMqCondition implements ExecutionCondition {
    private static final String REQUIRED = "TALLYGATE_TEST_REQUIRE_RABBITMQ";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean privateNode = AnnotationSupport.findAnnotation(context.getElement(), RequiresRabbitMq.class)
                .map(RequiresRabbitMq::privateNode)
                .orElse(false);
        return Requirement.decide(REQUIRED, missing(privateNode));
    }

    private static Optional<String> missing(boolean privateNode) {
        if (!TestBroker.choice().isRabbitMq()) {
            return Optional.of("needs RabbitMQ: neither a Docker daemon nor an installed rabbitmq-server was used");
        }
        if (privateNode && !RabbitNode.isInstalled()) {
            return Optional.of("kills its broker, which needs an installed rabbitmq-server");
        }
        return Optional.empty();
    }
}
