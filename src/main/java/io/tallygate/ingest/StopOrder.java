package io.tallygate.ingest;

import jakarta.interceptor.Interceptor;

/** In which order the parts stop: priorities of observers of the shutdown event, lowest first. */
final class StopOrder {
    /** After the doors, which stop at the default priority. */
    static final int WRITER = Interceptor.Priority.APPLICATION + 1000;

    private StopOrder() {}
}
