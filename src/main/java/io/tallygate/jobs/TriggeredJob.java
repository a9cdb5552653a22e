package io.tallygate.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.event.WorkflowEvent;

/**
 * A trigger on its way to its handler.
 *
 * @param event the event, with its id, its tenant and the bytes that were published
 * @param job the name of the job
 * @param metadata what the handler is to know
 * @param triggeredBy who or what asked
 */
public record TriggeredJob(WorkflowEvent event, String job, JsonNode metadata, String triggeredBy) {}
