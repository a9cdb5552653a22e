package io.tallygate.boot;

import io.tallygate.broker.AuditBindings;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.broker.PublisherIdentity;
import io.tallygate.ingest.IngestConfig;
import io.tallygate.ingest.amqp.AmqpSenders;
import io.tallygate.schema.EventCompletion;
import io.tallygate.schema.EventValidator;
import io.tallygate.schema.Redaction;
import io.tallygate.schema.SchemaCatalog;
import io.tallygate.schema.ValidationLimits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Beans of the rooms that know nothing of any container. */
class Beans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    SchemaCatalog catalog(@ConfigProperty(name = "tallygate.schema.dir") Optional<Path> directory) {
        return SchemaCatalog.load(directory);
    }

    @Produces
    @Singleton
    EventCompletion completion(SchemaCatalog catalog) {
        return new EventCompletion(catalog);
    }

    @Produces
    @Singleton
    Redaction redaction(SchemaCatalog catalog) {
        return new Redaction(catalog);
    }

    @Produces
    @Singleton
    AuditBindings auditBindings(BrokerConfig config, SchemaCatalog catalog) {
        return new AuditBindings(config.auditBindings().orElseGet(() -> List.copyOf(catalog.bindingKeys())));
    }

    @Produces
    @Singleton
    PublisherIdentity publisherIdentity(AmqpSenders senders) {
        return new PublisherIdentity(senders.ownUser());
    }

    @Produces
    @Singleton
    EventValidator validator(SchemaCatalog catalog, IngestConfig config) {
        return new EventValidator(
                catalog, new ValidationLimits(config.maxEventBytes(), config.maxDepth(), config.maxViolations()));
    }
}
