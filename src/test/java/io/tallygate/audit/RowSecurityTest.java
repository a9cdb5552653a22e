package io.tallygate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallygate.event.Tenants;
import io.tallygate.testkit.PostgresNode;
import io.tallygate.testkit.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** What PostgreSQL itself keeps from whom, whatever the gateway's code asks for: a row of two tenants in every table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowSecurityTest {
    private static final UUID OURS = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID THEIRS = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final UUID NOBODYS = UUID.fromString("00000000-0000-0000-0000-00000000000c");

    /** What comes without a tenant: the gateway's own; of it, how far things have come, and when, may be read by all who read anything. */
    private static final List<String> OF_NO_TENANT = List.of(
            "api_key",
            "audit_head",
            "idempotency_key",
            "installation",
            "log_long_stretch",
            "log_source",
            "log_stretch",
            "log_type",
            "relay_position",
            "relay_retry");

    private static final List<String> PROGRESS =
            List.of("audit_head", "log_long_stretch", "log_stretch", "projection_position");

    private final TestDatabase database = PostgresNode.shared().createDatabase();
    private final TestDatabase gateway = database.asGateway();
    private List<String> tables = List.of();

    @BeforeAll
    void storeForTwoTenants() throws SQLException {
        TestTransactions.on(database);
        database.query("SELECT make_month_of_log('2026-02-01')");
        tables = names("""
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                   AND NOT relispartition AND relname <> 'flyway_schema_history' ORDER BY relname""");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // Every uuid of a row is its tenant's, so that one row refers to the other of the same tenant; in whatever
            // order.
            statement.execute("SET session_replication_role = replica");
            for (String table : tables) {
                for (UUID tenant : List.of(OURS, THEIRS)) {
                    statement.execute(insert(table, tenant));
                }
            }
        }
    }

    private String insert(String table, UUID tenant) {
        List<Map<String, Object>> columns = database.query("""
                SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
                 WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND NOT atthasdef""", table);
        return "INSERT INTO " + table
                + columns.stream().map(c -> String.valueOf(c.get("name"))).collect(Collectors.joining(", ", " (", ")"))
                + columns.stream()
                        .map(c -> value(String.valueOf(c.get("type")), tenant))
                        .collect(Collectors.joining(", ", " VALUES (", ") ON CONFLICT DO NOTHING"));
    }

    private static String value(String type, UUID tenant) {
        boolean ours = tenant.equals(OURS);
        return switch (type) {
            case "uuid" -> "'" + tenant + "'";
            case "text" -> ours ? "'ours'" : "'theirs'";
            case "timestamp with time zone" -> "'2026-02-14T00:00:00Z'";
            case "bytea" -> "'{}'";
            case "json" -> "'{}'";
            case "boolean" -> "false";
            case "xid8" -> "'1'";
            default -> type.endsWith("[]") ? "'{}'" : ours ? "1" : "2";
        };
    }

    @Test
    void everyTable_keepsRowsApart_fromItsOwnerToo() {
        assertThat(names("""
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                   AND relname <> 'flyway_schema_history' AND NOT (relrowsecurity AND relforcerowsecurity)""")).isEmpty();
        assertThat(names("""
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
                   AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)""")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SET tallygate.tenants = ''",
                "SET tallygate.tenants = '00000000-0000-0000-0000-00000000000c'"
            })
    void sessionWithoutATenant_seesNoRow(String setting) throws SQLException {
        for (TestDatabase login : List.of(gateway, database.asOwner())) {
            for (String table : tables) {
                boolean progress = PROGRESS.contains(table) && setting.endsWith("c'");
                assertThat(count(login, setting, table))
                        .as(table + " for " + login.user())
                        .isEqualTo(progress ? all(table) : 0);
            }
            assertThat(count(login, setting, "relay_backlog")).isZero();
        }
    }

    @Test
    void sessionOfATenant_seesItsRowsAndNothingThatBelongsToNone() throws SQLException {
        String setting = "SET tallygate.tenants = '" + OURS + "'";
        for (String table : tables) {
            long expected = PROGRESS.contains(table) ? all(table) : OF_NO_TENANT.contains(table) ? 0 : 1;
            assertThat(count(gateway, setting, table)).as(table).isEqualTo(expected);
        }
        assertThat(count(
                        gateway,
                        setting + "; SET tallygate.tenants = '" + OURS + "," + NOBODYS + "," + THEIRS + "'",
                        "audit_event"))
                .isEqualTo(2);
    }

    @Test
    void sessionOfTheGateway_seesEverything() throws SQLException {
        for (String table : tables) {
            assertThat(count(gateway, "SET tallygate.tenants = '*'", table))
                    .as(table)
                    .isEqualTo(all(table));
        }
        assertThat(count(gateway, "SET tallygate.tenants = '*'", "relay_backlog"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*,00000000-0000-0000-0000-00000000000a", "all", "' OR true --"})
    void settingThatNamesNoTenants_isAnErrorAndShowsNothing(String scope) {
        assertThatThrownBy(() ->
                        count(gateway, "SET tallygate.tenants = '" + scope.replace("'", "''") + "'", "audit_event"))
                .hasMessageContaining("invalid input syntax for type uuid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | UPDATE audit_event SET source = 'x' | permission denied",
                "* | DELETE FROM audit_event | permission denied",
                "* | TRUNCATE audit_event | permission denied",
                "* | DELETE FROM audit_key | permission denied",
                "* | UPDATE quarantine SET reason = 'x' | permission denied",
                "* | DELETE FROM quarantine | permission denied",
                "* | DELETE FROM audit_head | permission denied",
                "* | UPDATE installation SET mark_secret = '' | permission denied",
                "* | SELECT * FROM audit_event_202602 | permission denied",
                "* | INSERT INTO audit_event_202602 SELECT * FROM audit_event | permission denied",
                "* | CREATE TABLE mine () | permission denied",
                "* | ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY | must be owner",
                "* | DROP POLICY whole ON audit_event | must be owner",
                "* | SELECT * FROM flyway_schema_history | permission denied",
                "00000000-0000-0000-0000-00000000000a | INSERT INTO project VALUES ('p', '00000000-0000-0000-0000-00000000000a', 1, now()) | row-level security",
                "00000000-0000-0000-0000-00000000000a | INSERT INTO idempotency_key VALUES ('s', 'k', '', '', now()) | row-level security",
            })
    void gatewaysLogin_mayDoNothingElse(String scope, String statement, String refusal) {
        assertThatThrownBy(() -> run(gateway, "SET tallygate.tenants = '" + scope + "'", statement))
                .hasMessageContaining(refusal);
    }

    @Test
    void sessionOfATenant_changesNothing_ofItsOwnEither() throws SQLException {
        assertThat(run(gateway, "SET tallygate.tenants = '" + OURS + "'", "UPDATE project SET events = 7"))
                .isZero();
        assertThat(run(gateway, "SET tallygate.tenants = '" + OURS + "'", "DELETE FROM activity_minute"))
                .isZero();
    }

    @Test
    void reading_isOfItsTenants_andTheNextOnTheSameConnectionOfNone() throws SQLException {
        PGConnectionPoolDataSource pool = new PGConnectionPoolDataSource();
        pool.setUrl(gateway.jdbcUrl());
        pool.setUser(gateway.user());
        pool.setPassword(gateway.password());
        PooledConnection connection = pool.getPooledConnection();
        DataSource one = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connection.getConnection());
        try {
            TenantReads reads = new TenantReads(one, new SimpleMeterRegistry());

            assertThat(reads.reading(Tenants.of(OURS), RowSecurityTest::sources))
                    .containsExactly("ours");
            assertThat(new Database(one, new SimpleMeterRegistry()).inOneStatement(RowSecurityTest::sources))
                    .isEmpty();
            assertThat(reads.reading(Tenants.of(), RowSecurityTest::sources)).isEmpty();
            assertThat(reads.reading(Tenants.of(OURS, THEIRS), RowSecurityTest::sources))
                    .containsExactly("ours", "theirs");
            assertThat(reads.reading(Tenants.ALL, RowSecurityTest::sources)).containsExactly("ours", "theirs");
            assertThat(new Database(one, new SimpleMeterRegistry()).inOneStatement(RowSecurityTest::sources))
                    .isEmpty();
        } finally {
            connection.close();
        }
    }

    @Test
    void reading_canStillChooseTheMomentThatItSees() {
        TenantReads reads = TestTransactions.readsOn(database);

        List<String> sources = reads.reading(Tenants.of(OURS), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            }
            return sources(connection);
        });

        assertThat(sources).containsExactly("ours");
    }

    /** A condition that is not leakproof to PostgreSQL would be asked of all rows that row-level security lets through. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audit_event WHERE tenant_id = '00000000-0000-0000-0000-00000000000a' ORDER BY sequence DESC LIMIT 9 | tenant_id_sequence_idx",
                "audit_event WHERE workflow_id = 'w' ORDER BY sequence LIMIT 9 | (workflow_id = 'w'",
                "audit_event WHERE workflow_id >= 'a' AND workflow_id < 'b' ORDER BY workflow_id LIMIT 1 | (workflow_id >= 'a'",
                "audit_event WHERE correlation_id = 'w' AND correlation_id IS DISTINCT FROM workflow_id ORDER BY sequence LIMIT 9 | (correlation_id = 'w'",
                "audit_event WHERE event_type = 'activity.logged' ORDER BY sequence DESC LIMIT 9 | _sequence_idx",
                "audit_event WHERE event_time >= '2026-02-01' AND event_time < '2026-02-02' | (event_time >= '2026-02-01",
                "audit_event WHERE event_type = 'activity.logged' AND event_time >= '2026-02-01' ORDER BY event_time LIMIT 9 | (event_time >= '2026-02-01",
                "audit_event WHERE sequence > 5 ORDER BY sequence LIMIT 9 | (sequence > 5)",
                "log_of_tenant WHERE tenant_id = '00000000-0000-0000-0000-00000000000a' AND field = 'type' AND value = 't' | (value = 't'",
                "audit_key WHERE event_id >= 'a' AND event_id < 'b' ORDER BY event_id LIMIT 9 | (event_id >= 'a'",
                "quarantine WHERE tenant_id = '00000000-0000-0000-0000-00000000000a' ORDER BY id DESC LIMIT 9 | (tenant_id = ",
                "quarantine WHERE reason = 'r' ORDER BY id LIMIT 9 | (reason = 'r'",
                "quarantine WHERE received_at >= '2026-02-01' AND received_at < '2026-02-02' | (received_at >= '2026-02-01",
                "workflow_run WHERE state = 'failed' ORDER BY last_sequence DESC LIMIT 9 | workflow_run_by_trouble",
                "workflow_run WHERE started_at >= '2026-02-01' ORDER BY started_at LIMIT 9 | (started_at >= '2026-02-01",
                "activity_hour WHERE bucket >= 5 AND tenant_id = '00000000-0000-0000-0000-00000000000a' | (bucket >= ",
            })
    void listsOfATenant_stillUseTheirIndexes(String from, String indexed) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (Connection connection = gateway.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET tallygate.tenants = '" + OURS + "'; SET enable_seqscan = off; SET enable_sort = off");
            try (ResultSet rows = statement.executeQuery("EXPLAIN SELECT * FROM " + from)) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
        }

        assertThat(plan)
                .anySatisfy(line -> assertThat(line).containsPattern("Index").contains(indexed));
    }

    private static List<String> sources(Connection connection) throws SQLException {
        List<String> sources = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT source FROM audit_event ORDER BY sequence")) {
            while (rows.next()) {
                sources.add(rows.getString(1));
            }
        }
        return sources;
    }

    private List<String> names(String query) {
        return database.query(query).stream()
                .map(row -> String.valueOf(row.get("relname")))
                .toList();
    }

    private long all(String table) {
        return database.number("SELECT count(*) FROM " + table);
    }

    private static long count(TestDatabase login, String setting, String table) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(setting);
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM (SELECT * FROM " + table + ") t")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static int run(TestDatabase login, String setting, String sql) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(setting);
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }
}
