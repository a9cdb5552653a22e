package peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.camel.main.Main;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Runs the {@link EventRoute} until it is told to end. */
public final class CamelPeer {
    private CamelPeer() {}

    /** Camel finds the two beans by their types. */
    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        try (HikariDataSource database = database()) {
            main.bind("database", database);
            main.bind("broker", broker());
            main.configure().addRoutesBuilder(new EventRoute());
            main.run(arguments);
        }
    }

    private static CachingConnectionFactory broker() {
        CachingConnectionFactory broker = new CachingConnectionFactory(
                System.getenv("RABBITMQ_HOST"), Integer.parseInt(System.getenv("RABBITMQ_PORT")));
        broker.setUsername(System.getenv("RABBITMQ_USERNAME"));
        broker.setPassword(System.getenv("RABBITMQ_PASSWORD"));
        return broker;
    }

    private static HikariDataSource database() {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(System.getenv("DATABASE_URL"));
        pool.setUsername(System.getenv("DATABASE_USER"));
        pool.setPassword(System.getenv("DATABASE_PASSWORD"));
        pool.setMaximumPoolSize(20);
        return new HikariDataSource(pool);
    }
}
