package io.tallygate.query;

import java.util.UUID;

/**
 * A place in the quarantine in the order of its transactions, which is the order in which it can be read without missing
 * anything: all of lower transactions, and of this one all rows up to an id, are behind it.
 *
 * @param transaction PostgreSQL's number of the transaction
 * @param id the last row of it; {@link #NONE} if that is ahead as a whole
 */
record QuarantinePosition(long transaction, UUID id) implements Comparable<QuarantinePosition> {
    static final UUID NONE = new UUID(0, 0);

    /** Where a transaction begins. */
    static QuarantinePosition before(long transaction) {
        return new QuarantinePosition(transaction, NONE);
    }

    QuarantinePosition max(QuarantinePosition other) {
        return compareTo(other) < 0 ? other : this;
    }

    /** As PostgreSQL orders them: {@link UUID#compareTo} takes its halves as signed. */
    @Override
    public int compareTo(QuarantinePosition other) {
        int byTransaction = Long.compareUnsigned(transaction, other.transaction);
        if (byTransaction != 0) {
            return byTransaction;
        }
        int byHalf = Long.compareUnsigned(id.getMostSignificantBits(), other.id.getMostSignificantBits());
        return byHalf != 0
                ? byHalf
                : Long.compareUnsigned(id.getLeastSignificantBits(), other.id.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return id.equals(NONE) ? Long.toString(transaction) : transaction + "." + id;
    }
}
