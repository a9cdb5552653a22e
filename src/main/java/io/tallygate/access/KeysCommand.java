package io.tallygate.access;

import io.tallygate.api.ProblemException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code gate keys}: makes and revokes API keys where there is nobody yet who could by the API. It needs what the gateway is
 * configured with: the database, and the secret under which keys are hashed. A gateway that runs on that database records what
 * was done and heeds it from then on, some seconds later.
 */
public final class KeysCommand {
    /** The word by which the program is asked for this. */
    public static final String NAME = "keys";

    private static final int UNUSABLE = 2;
    private static final int FAILED = 1;
    private static final int LISTED = 1000;
    private static final String BY = "command";
    private static final List<String> OPTIONS =
            List.of("--name", "--role", "--tenant", "--source", "--type", "--lifetime");

    private static final String USAGE = """
            Usage: gate keys create --name <name> --role <role> --tenant <uuid|*> [--source <name>] [--type <type>]
                                    [--lifetime <duration>]
                   gate keys list
                   gate keys revoke <id>

            Makes, lists and revokes API keys. The gateway's configuration says where the database is
            (TALLYGATE_DATABASE_..., or TALLYGATE_DATA_DIR of a gateway that runs) and the secret that keys are hashed with
            (TALLYGATE_ACCESS_KEY_SECRET). A gateway heeds it some seconds later.

              --role      publisher, viewer, operator, auditor or administrator; several times for several
              --tenant    a tenant's UUID, several times for several, or '*' alone for all
              --source    a source that the key may send events of, or the beginning of some with *; all where absent
              --type      a type of events that the key may send, the same
              --lifetime  as ISO 8601 has it, e.g. P90D; a year where absent

            The key is written to standard output, this once. Exit code: 0 done, 1 it cannot be done, 2 usage.""";

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;

    /** Opens a connection to the gateway's database, in which it may see everything. */
    @FunctionalInterface
    public interface Connections {
        /**
         * A connection of its own.
         *
         * @throws SQLException if the database cannot be reached
         */
        Connection open() throws SQLException;
    }

    /**
     * A command on these streams.
     *
     * @param out gets the key, or the list
     * @param err gets everything else
     */
    public KeysCommand(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /**
     * Runs it.
     *
     * @param arguments what follows the command's name
     * @param config the gateway's
     * @param connections to the gateway's database
     * @return the exit code: 0 done, 1 it cannot be done, 2 usage
     */
    public int run(List<String> arguments, AccessConfig config, Connections connections) {
        try {
            return run(new ArrayDeque<>(arguments), config, connections);
        } catch (ProblemException e) {
            err.println("gate keys: " + e.getMessage());
            return FAILED;
        } catch (SQLException e) {
            err.println("gate keys: the database cannot be used: " + e.getMessage()
                    + ("42P01".equals(e.getSQLState()) ? ". Start the gateway once: it makes its tables itself." : ""));
            return FAILED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int run(Deque<String> arguments, AccessConfig config, Connections connections) throws SQLException {
        String action = arguments.isEmpty() ? "" : arguments.pop();
        switch (action) {
            case "create":
                return create(arguments, config, connections);
            case "list":
                return arguments.isEmpty() ? list(connections) : usage("list takes nothing");
            case "revoke":
                return arguments.size() == 1 ? revoke(arguments.pop(), connections) : usage("revoke takes one id");
            case "--help", "-h":
                out.println(USAGE);
                return 0;
            default:
                return usage(action.isEmpty() ? "create, list or revoke?" : "unknown: " + action);
        }
    }

    private int usage(String what) {
        err.println("gate keys: " + what + "\n\n" + USAGE);
        return UNUSABLE;
    }

    private int create(Deque<String> arguments, AccessConfig config, Connections connections) throws SQLException {
        Map<String, List<String>> options = new HashMap<>();
        while (!arguments.isEmpty()) {
            String option = arguments.pop();
            if (!OPTIONS.contains(option) || arguments.isEmpty()) {
                return usage(OPTIONS.contains(option) ? option + " needs a value" : "unknown option " + option);
            }
            options.computeIfAbsent(option, unused -> new ArrayList<>()).add(arguments.pop());
        }
        Optional<String> secret = config.keySecret();
        if (secret.isEmpty()) {
            return usage("TALLYGATE_ACCESS_KEY_SECRET is not set: the one that the gateway is started with");
        }
        KeyText text = KeyText.random();
        ApiKey key = new KeyRequest(
                        single(options, "--name"),
                        Optional.ofNullable(options.get("--role")),
                        Optional.ofNullable(options.get("--tenant")),
                        Optional.ofNullable(options.get("--source")),
                        Optional.ofNullable(options.get("--type")),
                        single(options, "--lifetime"))
                .key(text.id(), clock.instant(), BY, config.keyLifetime());
        try (Connection connection = connections.open()) {
            KeyStore.insert(connection, key, new KeyHash(secret.get()).of(text), false);
        }
        err.println("Key " + text.id() + " (" + key.name() + ") is valid until " + key.expiresAt()
                + ". It is shown this once:");
        out.println(text.reveal());
        return 0;
    }

    private static Optional<String> single(Map<String, List<String>> options, String name) {
        return Optional.ofNullable(options.get(name)).map(values -> values.get(values.size() - 1));
    }

    private int list(Connections connections) throws SQLException {
        Instant now = clock.instant();
        try (Connection connection = connections.open();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT " + KeyStore.COLUMNS + " FROM api_key ORDER BY created_at DESC LIMIT " + LISTED);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                KeyView key = KeyView.of(KeyStore.read(rows), now);
                out.println(String.join(
                        "\t",
                        key.id(),
                        key.live() ? "live until " + key.expiresAt() : "ended",
                        String.join(",", key.roles()),
                        String.join(",", key.tenants()),
                        key.name()));
            }
        }
        return 0;
    }

    private int revoke(String id, Connections connections) throws SQLException {
        try (Connection connection = connections.open();
                PreparedStatement statement = connection.prepareStatement("UPDATE api_key SET revoked_at = ?,"
                        + " revoked_by = ?, recorded = false WHERE id = ? AND revoked_at IS NULL")) {
            statement.setTimestamp(1, Timestamp.from(clock.instant()));
            statement.setString(2, BY);
            statement.setString(3, id);
            if (statement.executeUpdate() == 0) {
                err.println("gate keys: there is no key " + id + " that is not revoked");
                return FAILED;
            }
        }
        err.println("Key " + id + " is revoked");
        return 0;
    }
}
