package io.tallygate.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was not asked for the longest, so that callers cannot fill the memory. Not thread-safe. */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 10_000;
    private static final float LOAD = 0.75f;

    RecentlyUsed() {
        super(16, LOAD, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST;
    }
}
