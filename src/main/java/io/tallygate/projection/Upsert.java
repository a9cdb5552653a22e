package io.tallygate.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes many rows of a table by one statement that takes columns as arrays. Give the rows in the order of their key: who
 * writes in another one may wait for who waits for them.
 */
final class Upsert<T> {
    private static final String REPLACE = "";

    private final List<Column<T>> columns = new ArrayList<>();
    private final String table;
    private final String key;
    private final String onConflict;

    private record Column<T>(String name, String type, Function<T, @Nullable Object> value) {
        @Nullable
        Object[] values(List<T> rows) {
            @Nullable
            Object[] values = switch (type) {
                case "uuid" -> new UUID[rows.size()];
                case "bigint" -> new Long[rows.size()];
                case "boolean" -> new Boolean[rows.size()];
                default -> new String[rows.size()];
            };
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(rows.get(i));
            }
            return values;
        }
    }

    private Upsert(String table, String key, String onConflict) {
        this.table = table;
        this.key = key;
        this.onConflict = onConflict;
    }

    /** Rows that leave those of the same key as they are. */
    static <T> Upsert<T> adding(String table, String key) {
        return new Upsert<>(table, key, "NOTHING");
    }

    /** Rows that replace those of the same key. */
    static <T> Upsert<T> replacing(String table, String key) {
        return new Upsert<>(table, key, REPLACE);
    }

    /** @param onConflict what is set where there is a row of the same key, which has the alias {@code t} */
    static <T> Upsert<T> merging(String table, String key, String onConflict) {
        return new Upsert<>(table, key, "UPDATE SET " + onConflict);
    }

    Upsert<T> text(String name, Function<T, @Nullable String> value) {
        return column(name, "text", value::apply);
    }

    Upsert<T> uuid(String name, Function<T, UUID> value) {
        return column(name, "uuid", value::apply);
    }

    Upsert<T> number(String name, Function<T, @Nullable Long> value) {
        return column(name, "bigint", value::apply);
    }

    Upsert<T> flag(String name, Function<T, Boolean> value) {
        return column(name, "boolean", value::apply);
    }

    Upsert<T> time(String name, Function<T, @Nullable Instant> value) {
        return column(name, "timestamptz", row -> {
            Instant time = value.apply(row);
            return time == null ? null : time.atOffset(ZoneOffset.UTC).toString();
        });
    }

    private Upsert<T> column(String name, String type, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(name, type, value));
        return this;
    }

    /** The names of all columns, as a list of a statement. */
    String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private String sql() {
        String done = onConflict.equals(REPLACE)
                ? columns.stream()
                        .map(column -> column.name() + " = excluded." + column.name())
                        .collect(Collectors.joining(", ", "UPDATE SET ", ""))
                : onConflict;
        return "INSERT INTO " + table + " AS t (" + names() + ") SELECT * FROM unnest("
                + columns.stream().map(column -> "?::" + column.type() + "[]").collect(Collectors.joining(", "))
                + ") ON CONFLICT (" + key + ") DO " + done;
    }

    /** Writes the rows, each key at most once. */
    void write(Connection connection, List<T> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            int at = 1;
            for (Column<T> column : columns) {
                statement.setArray(at, connection.createArrayOf(column.type(), column.values(rows)));
                at++;
            }
            statement.executeUpdate();
        }
    }
}
