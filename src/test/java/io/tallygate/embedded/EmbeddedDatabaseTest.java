package io.tallygate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    Path temp;

    private DataDirectory directory;

    @BeforeEach
    void claim() {
        directory = DataDirectory.claim(temp);
    }

    @AfterEach
    void giveUp() {
        directory.close();
    }

    @Test
    void start_isDurableAndLocal() throws SQLException {
        try (EmbeddedDatabase database = start()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(Sql.ask(database, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(Sql.ask(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Path.of("/tmp/.s.PGSQL." + database.port())).doesNotExist();
            assertThat(Sql.ask(database, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(Sql.ask(database, "SELECT datcollate FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("C");
            assertThat(Sql.ask(
                            database,
                            "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'tallygate%' AND NOT rolsuper"
                                    + " AND NOT rolbypassrls AND NOT rolcreaterole"))
                    .isEqualTo("2");
        }
    }

    @Test
    void start_again_seesTheSameData() throws SQLException {
        try (EmbeddedDatabase database = start()) {
            Sql.run(database, "CREATE TABLE kept (value text)", "INSERT INTO kept VALUES ('yes')");
        }
        try (EmbeddedDatabase database = start()) {
            assertThat(Sql.ask(database, "SELECT value FROM kept")).isEqualTo("yes");
        }
    }

    @Test
    void connect_withAWrongPassword_isRefused() {
        try (EmbeddedDatabase database = start()) {
            for (String user : List.of(database.user(), "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), user, "wrong"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        }
    }

    @Test
    void start_keepsPasswordAndDataFromOthers() throws IOException {
        start().close();
        assertThat(permissions("postgres")).isEqualTo("rwx------");
        assertThat(permissions("postgres/password")).isEqualTo("rw-------");
        assertThat(permissions("postgres-binaries")).isEqualTo("absent");
    }

    @Test
    void close_withAnOpenConnection_stopsTheServer_andTwiceIsHarmless() throws SQLException, IOException {
        EmbeddedDatabase database = start();
        try (var connection = Sql.connect(database)) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(Postmaster.of(data())).isPresent();
            database.close();
        }
        database.close();
        assertThat(Postmaster.of(data())).isEmpty();
        assertThat(data().resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void start_afterAHalfMadeCluster_makesItAnew() throws IOException, SQLException {
        Path halfMade = Files.createDirectories(temp.resolve("postgres.new/data"));
        Files.writeString(halfMade.resolve("PG_VERSION"), "18\n");
        try (EmbeddedDatabase database = start()) {
            assertThat(Sql.ask(database, "SELECT 1")).isEqualTo("1");
        }
        assertThat(temp.resolve("postgres.new")).doesNotExist();
    }

    @Test
    void start_withoutThePassword_isRefusedAndTouchesNothing() throws IOException {
        start().close();
        Files.delete(temp.resolve("postgres/password"));
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("data or password is missing");
        assertThat(data().resolve("PG_VERSION")).exists();
    }

    @Test
    void start_withAPidFileThatNamesAStranger_startsAndLeavesTheStrangerAlone() throws IOException, SQLException {
        start().close();
        ProcessHandle stranger = ProcessHandle.current();
        Files.writeString(data().resolve("postmaster.pid"), stranger.pid() + "\n" + data() + "\n");
        try (EmbeddedDatabase database = start()) {
            assertThat(Sql.ask(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void start_onBrokenData_failsAndSaysWhatPostgresSays() throws IOException {
        start().close();
        Files.writeString(data().resolve("PG_VERSION"), "9.6\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("9.6");
        assertThat(Postmaster.of(data())).isEmpty();
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(directory, GatewayProcess.BINARIES);
    }

    private Path data() {
        return directory.path().resolve("postgres/data");
    }

    private String permissions(String name) throws IOException {
        Path path = temp.resolve(name);
        return Files.exists(path) ? PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) : "absent";
    }
}
