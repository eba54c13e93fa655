-- How much of a phone went to the quarantine lately is asked for whatever does not open,
-- and the list asks for what is not released, the latest first.
create index op_quarantine_by_phone on op_quarantine (agency_id, device_id, received_at_ms);
create index op_quarantine_waiting on op_quarantine (agency_id, released_at_ms);
