package io.tallygate.ingest.http;

/** Examples of the OpenAPI, which takes constants only. */
final class OpenApiExamples {
    static final String EVENT = """
            {
              "id": "3c0f1f0a-6f0e-4a8e-9b63-9f0e4a0c1a02",
              "type": "workflow.opportunity.analysis.failed",
              "version": "1.0.0",
              "timestamp": "2026-01-31T12:03:10Z",
              "tenantId": "6f1c9b52-6c2f-4a53-9e0c-0f4f4c1f2a11",
              "source": "workflow-orchestrator",
              "data": {
                "workflowId": "aa4f7c0e-52d1-4f3e-8a7e-1d3f6b9c0d01",
                "opportunityId": "bb1d2c3e-52d1-4f3e-8a7e-1d3f6b9c0d02",
                "error": "The scoring model did not answer within 30 s",
                "failedStep": "scoring"
              }
            }""";

    static final String LOG = """
            {
              "source_system": "zephyr",
              "stage": "source",
              "notebook_name": "sourceZephyr",
              "status": "Success",
              "logged_at": "2025-12-05T18:00:00Z",
              "duration": 45.2,
              "capabilities": ["authVerified", "bootstrapped"],
              "target_table": "issues",
              "row_count": 1042,
              "additional_metadata": {"bootstrap_count": 5}
            }""";

    static final String PROBLEM = """
            {
              "type": "/problems/schema-violation",
              "title": "The event was not accepted: schema-violation",
              "status": 422,
              "detail": "/data: required property 'opportunityId' not found",
              "errors": [{
                "pointer": "/data",
                "keyword": "required",
                "schemaLocation":
                  "/schemas/coder/workflow.opportunity.analysis.failed/1.0.0.json#/properties/data/required",
                "message": "required property 'opportunityId' not found"
              }],
              "outcome": "rejected",
              "reason": "schema-violation",
              "quarantineId": "01a1fc10-297e-7cee-abb6-7bcceaade7a6",
              "quarantine": "/api/v1/quarantine/01a1fc10-297e-7cee-abb6-7bcceaade7a6"
            }""";

    private OpenApiExamples() {}
}
