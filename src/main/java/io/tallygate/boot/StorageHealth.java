package io.tallygate.boot;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers and has the form that this version needs. */
@Readiness
@ApplicationScoped
class StorageHealth implements HealthCheck {
    private static final int SECONDS = 2;

    private final StorageStart start;
    private final DataSource dataSource;
    private final StorageConfig config;

    StorageHealth(StorageStart start, DataSource dataSource, StorageConfig config) {
        this.start = start;
        this.dataSource = dataSource;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("database")
                .withData("address", DatabaseAddress.redacted(config.url().orElse("")));
        if (!start.isDone()) {
            return response.down().withData("reason", start.waitingFor()).build();
        }
        try (Connection connection = dataSource.getConnection()) {
            return response.status(connection.isValid(SECONDS)).build();
        } catch (SQLException e) {
            return response.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
