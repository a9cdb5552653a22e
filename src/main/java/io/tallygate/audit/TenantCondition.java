package io.tallygate.audit;

import io.tallygate.event.Tenants;
import java.util.List;
import java.util.UUID;

/**
 * The condition that a row is of some tenants, as SQL. What is of no tenant is of {@link Tenants#ALL} only.
 *
 * @param sql the condition, with a {@code ?} for each value; {@code TRUE} for all
 * @param values what is bound for it
 */
public record TenantCondition(String sql, List<Object> values) {
    public TenantCondition {
        values = List.copyOf(values);
    }

    /** @param column the column of the tenant: a constant of the caller's */
    public static TenantCondition on(String column, Tenants tenants) {
        if (!(tenants instanceof Tenants.Some some)) {
            return new TenantCondition("TRUE", List.of());
        }
        return some.single()
                .map(one -> new TenantCondition(column + " = ?", List.of(one)))
                .orElseGet(() -> new TenantCondition(column + " = ANY (?::uuid[])", List.of((Object) texts(some))));
    }

    private static String[] texts(Tenants.Some tenants) {
        return tenants.ids().stream().map(UUID::toString).sorted().toArray(String[]::new);
    }
}
