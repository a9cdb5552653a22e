package io.tallygate.embedded;

/** Keeps a failing chore of the broker from ending the gateway. */
final class UncaughtFailures {
    private UncaughtFailures() {}

    /**
     * Logs what no thread caught, unless somebody took that upon them already. Without any handler Qpid halts the JVM when one
     * of its housekeeping tasks throws; and the gateway, with all it is just doing, would be gone.
     */
    static synchronized void surviveThem() {
        if (Thread.getDefaultUncaughtExceptionHandler() == null) {
            System.Logger log = System.getLogger(UncaughtFailures.class.getName());
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                    log.log(System.Logger.Level.ERROR, "Uncaught in thread " + thread.getName(), failure));
        }
    }
}
