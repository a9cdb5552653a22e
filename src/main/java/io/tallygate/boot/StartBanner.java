package io.tallygate.boot;

import io.quarkus.runtime.StartupEvent;
import io.tallygate.access.AccessMode;
import io.tallygate.broker.BrokerAddress;
import io.tallygate.broker.BrokerConfig;
import io.tallygate.schema.SchemaCatalog;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Says where everything is, once, when the gateway has started. */
@Singleton
class StartBanner {
    private static final Logger LOG = Logger.getLogger("io.tallygate");
    private static final int LAST = 100_000;
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final Config config;
    private final BrokerConfig broker;
    private final StorageConfig storage;
    private final SchemaCatalog catalog;
    private final AccessMode access;

    StartBanner(Config config, BrokerConfig broker, StorageConfig storage, SchemaCatalog catalog, AccessMode access) {
        this.config = config;
        this.broker = broker;
        this.storage = storage;
        this.catalog = catalog;
        this.access = access;
    }

    void print(@Observes @Priority(LAST) StartupEvent started) {
        String web = web();
        LOG.infof(
                "%nTallygate: every workflow event is checked, kept and answerable%n"
                        + "  Page       %s/%n"
                        + "  API        %s/api/v1/events%n"
                        + "  OpenAPI    %s/q/openapi, to try it: %s/q/swagger-ui%n"
                        + "  Health     %s/q/health/ready, metrics: %s/q/metrics%n"
                        + "  AMQP       %s, exchange %s%s%n"
                        + "  Database   %s%s%n"
                        + "  Schemas    %d types in %d dialects%n"
                        + "  Access     %s",
                web,
                web,
                web,
                web,
                web,
                web,
                brokerAddresses(),
                broker.exchange(),
                embedded("tallygate.embedded.broker"),
                DatabaseAddress.redacted(storage.url().orElse("")),
                embedded("tallygate.embedded.database"),
                catalog.types().size(),
                catalog.dialects().size(),
                access());
        if (config.getOptionalValue("tallygate.demo.enabled", Boolean.class).orElse(false)) {
            LOG.warn(
                    "Demo: made-up events are played into this gateway, whatever else comes in. Without them: start it without"
                            + " TALLYGATE_DEMO_ENABLED, with another TALLYGATE_DATA_DIR");
        }
        Optional<String> directory = config.getOptionalValue("tallygate.embedded.directory", String.class);
        if (directory.isPresent()) {
            LOG.warn(red("Started here: " + startedParts() + ", with their data in " + directory.get()
                    + ". For trying out only; for production set TALLYGATE_RABBITMQ_URL and TALLYGATE_DATABASE_URL."));
        }
        if (access.isOpen()) {
            LOG.warn(red("This gateway is open: it asks nobody who he is, and whoever can connect to this machine's own"
                    + " addresses may read and write everything. Set TALLYGATE_ACCESS_KEY_SECRET or"
                    + " TALLYGATE_ACCESS_OIDC_ISSUER to close it; see SECURITY.md."));
        }
    }

    private String web() {
        boolean tlsOnly = config.getOptionalValue("quarkus.http.insecure-requests", String.class)
                .filter(setting -> !setting.equalsIgnoreCase("enabled"))
                .isPresent();
        return (tlsOnly ? "https://" : "http://") + config.getValue("quarkus.http.host", String.class) + ":"
                + config.getValue(tlsOnly ? "quarkus.http.ssl-port" : "quarkus.http.port", String.class);
    }

    private static String red(String text) {
        return System.console() == null ? text : RED + text + PLAIN;
    }

    private String access() {
        if (access.isOpen()) {
            return "open to everybody on this machine";
        }
        return Stream.of(access.takesKeys() ? "API keys" : "", access.takesPeople() ? "OpenID Connect, /login" : "")
                .filter(way -> !way.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private String startedParts() {
        List<String> parts = new ArrayList<>();
        if (!embedded("tallygate.embedded.broker").isEmpty()) {
            parts.add("an AMQP broker at " + brokerAddresses());
        }
        if (!embedded("tallygate.embedded.database").isEmpty()) {
            parts.add(
                    "a PostgreSQL at " + DatabaseAddress.redacted(storage.url().orElse("")));
        }
        return String.join(" and ", parts);
    }

    private String brokerAddresses() {
        return BrokerAddress.parseAll(broker.url().orElse("")).stream()
                .map(BrokerAddress::redacted)
                .collect(Collectors.joining(", "));
    }

    private String embedded(String key) {
        return config.getOptionalValue(key, Boolean.class).orElse(false) ? " (embedded)" : "";
    }
}
