package io.tallygate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresNodeTest {
    private PostgresNode node;
    private TestDatabase database;

    @BeforeAll
    void start() {
        node = PostgresNode.start();
        database = node.createDatabase();
    }

    @AfterAll
    void close() {
        node.close();
    }

    @Test
    void start_isAsDurableAsProduction() {
        assertThat(database.query("SELECT current_setting('fsync') AS fsync, "
                        + "current_setting('synchronous_commit') AS synchronous_commit, "
                        + "current_setting('full_page_writes') AS full_page_writes"))
                .containsExactly(Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on"));
    }

    @Test
    void kill9_committedRowsSurvive() {
        database.execute("CREATE TABLE kept (id int)");
        database.execute("INSERT INTO kept SELECT generate_series(1, ?)", 100);
        node.kill9();
        assertThat(node.isRunning()).isFalse();

        node.restart();

        assertThat(database.number("SELECT count(*) FROM kept")).isEqualTo(100);
    }

    @Test
    void freeze_answersNothingUntilThawed() {
        node.freeze();
        try {
            assertThatThrownBy(() -> DriverManager.getConnection(
                            database.jdbcUrl() + "?loginTimeout=1", database.user(), database.password()))
                    .isInstanceOf(SQLException.class);
        } finally {
            node.thaw();
        }
        assertThat(database.number("SELECT 1")).isEqualTo(1);
    }

    @Test
    void createDatabase_isEmptyAndItsOwn() {
        TestDatabase other = node.createDatabase();
        other.execute("CREATE TABLE mine (id int)");
        assertThat(other.jdbcUrl()).isNotEqualTo(database.jdbcUrl());
        assertThat(database.number("SELECT count(*) FROM pg_tables WHERE tablename = 'mine'"))
                .isZero();
    }
}
