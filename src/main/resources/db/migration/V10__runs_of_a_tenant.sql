-- Lists of runs are of some tenants mostly, newest first; and what is usual for a type is reckoned from a tenant's own last runs.
CREATE INDEX workflow_run_by_tenant ON workflow_run (tenant_id, last_sequence);
