-- The order in which quarantined events became visible, for those who follow them. Their ids are of the time at which they
-- were made, and an older one may be committed after a newer one: by another instance, or after the storage was away. Who
-- reads all of transactions below pg_snapshot_xmin() misses none. Rows from before this are not followed; null costs them
-- nothing, and the default is set apart so that they are not written again.
ALTER TABLE quarantine ADD COLUMN stored_by xid8;
ALTER TABLE quarantine ALTER COLUMN stored_by SET DEFAULT pg_current_xact_id();
CREATE INDEX quarantine_by_transaction ON quarantine (stored_by, id) WHERE stored_by IS NOT NULL;
