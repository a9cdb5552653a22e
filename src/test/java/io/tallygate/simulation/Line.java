package io.tallygate.simulation;

/** Tasks that are done one after the other, each a while after it was handed in: a thread, or one way of a connection. */
public final class Line {
    private final Agenda agenda;
    private final long slowest;
    private long last;
    private boolean cut;

    public Line(Agenda agenda, long slowest) {
        this.agenda = agenda;
        this.slowest = slowest;
    }

    public void execute(Runnable task) {
        last = Math.max(last, agenda.now() + agenda.upTo(slowest));
        agenda.at(last, () -> {
            if (!cut) {
                task.run();
            }
        });
    }

    /** What is under way is lost, and so is all that is handed in from now on. */
    public void cut() {
        cut = true;
    }
}
