package io.tallygate.simulation;

import java.util.concurrent.CompletableFuture;

/** The life of one process: ends at any moment, and then nothing that it was doing goes on. */
public final class Life {
    private final Agenda agenda;
    private boolean over;

    /** Unwinds what the process was doing when it died. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("killed", null, false, false);
        }
    }

    public Life(Agenda agenda) {
        this.agenda = agenda;
    }

    public Agenda agenda() {
        return agenda;
    }

    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    /** A step of the process, if it still lives by then. */
    public void in(long nanos, Runnable step) {
        agenda.in(nanos, () -> live(step));
    }

    public void live(Runnable step) {
        if (!over) {
            try {
                step.run();
            } catch (Death e) {
                Violation.unless(over, "somebody died of the death of another");
            }
        }
    }

    /** Waits inside a step, while others act. */
    public void sleep(long nanos) {
        agenda.letPass(nanos);
        dieIfOver();
    }

    public void dieIfOver() {
        if (over) {
            throw new Death();
        }
    }

    /** The same future, but waiting for it lets others act. */
    public <T> CompletableFuture<T> awaited(CompletableFuture<T> future) {
        CompletableFuture<T> awaited = new CompletableFuture<>() {
            @Override
            public T join() {
                agenda.letPassUntil(() -> isDone() || over);
                dieIfOver();
                return super.join();
            }
        };
        future.thenAccept(awaited::complete);
        return awaited;
    }
}
