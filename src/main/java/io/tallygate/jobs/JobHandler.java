package io.tallygate.jobs;

import java.util.concurrent.CompletionStage;

/** Does the work of a job. A bean of this type takes the triggers of the job that it names. */
public interface JobHandler {

    /** The name of the job in the catalogue. */
    String job();

    /**
     * Handles one trigger. May be called more than once for the same trigger: deliveries are at least once.
     *
     * @param trigger the trigger
     * @return completes when the work is done, exceptionally if it failed
     */
    CompletionStage<Void> handle(TriggeredJob trigger);
}
