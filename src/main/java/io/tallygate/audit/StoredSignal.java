package io.tallygate.audit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells those who follow what is stored that this instance has just stored something: in the audit log or in quarantine.
 * Only a hint: what other instances store, they find by looking. For the thread that stores it costs next to nothing.
 */
@Singleton
public final class StoredSignal {
    private final List<Waiter> waiters = new CopyOnWriteArrayList<>();

    /** A new follower with a wait of its own; it hears nothing until it listens. */
    public Waiter waiter() {
        Waiter waiter = new Waiter();
        waiters.add(waiter);
        return waiter;
    }

    /** Something was stored, and its transaction is over. */
    public void raise() {
        waiters.forEach(Waiter::stored);
    }
}
