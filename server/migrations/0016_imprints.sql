-- What the log keeps of each row that was written with an entry, see `audit/covered.rs`. Entries
-- from before carry nothing; the next start that may write takes stock of the rows there are.
alter table audit_event add column rows blob;
alter table agency add column stock_taken integer not null default 0 check (stock_taken in (0, 1));
