-- Set once somebody works here no longer: they sign in no more and carry no client. Their
-- name stays under what they wrote.
alter table staff add column ended_at_ms integer;
