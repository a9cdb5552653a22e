package io.tallygate.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** What happens when: the time of a simulated world and all its chance. Whatever runs on it may let time pass itself. */
public final class Agenda {
    public static final long MS = 1_000_000;

    private static final int MOST_STEPS = 20_000;

    private final SplittableRandom random;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now = 1_000 * MS;
    private long count;
    private int steps;
    private boolean calm;

    private record Entry(long at, long number, Runnable task) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    public Agenda(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public long now() {
        return now;
    }

    public void at(long time, Runnable task) {
        entries.add(new Entry(Math.max(time, now), count++, task));
    }

    public void in(long nanos, Runnable task) {
        at(now + nanos, task);
    }

    /** A time from 0 to a bound. */
    public long upTo(long nanos) {
        return random.nextLong(nanos + 1);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Whether something goes wrong that does so in so many of a thousand cases; never once the world is calm. */
    public boolean mishap(int perMille) {
        return !calm && chance(perMille);
    }

    public boolean chance(int perMille) {
        return random.nextInt(1_000) < perMille;
    }

    /** From now on nothing goes wrong by itself. */
    public void calmDown() {
        calm = true;
    }

    public boolean isCalm() {
        return calm;
    }

    /** Lets others act for a while. */
    public void letPass(long nanos) {
        long until = now + nanos;
        while (!entries.isEmpty() && entries.peek().at <= until) {
            next();
        }
        now = Math.max(now, until);
    }

    /** Lets others act until something is so. */
    public void letPassUntil(BooleanSupplier so) {
        while (!so.getAsBoolean()) {
            next();
        }
    }

    private void next() {
        if (entries.isEmpty() || steps++ > MOST_STEPS) {
            throw new Violation("nothing moves any more after " + steps + " steps");
        }
        Entry entry = entries.remove();
        now = Math.max(now, entry.at);
        entry.task.run();
    }
}
