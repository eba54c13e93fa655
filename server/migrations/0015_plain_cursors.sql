-- Cursors are sealed to the phone they were given to. Phones from before hold plain ones: for
-- a month after the change they go on where they are, and get a sealed one with the next page.
-- A database that begins now never gave out a plain one, and takes none.
alter table history add column plain_cursors_until_ms integer not null default 0;
update history set plain_cursors_until_ms = unixepoch() * 1000 + 30 * 24 * 3600000;
