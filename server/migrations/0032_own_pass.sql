-- What stands for secret and code on a phone is kept when its way ends: a phone that hears of the end
-- forgets the plan, and one that nobody knows must not. `at_ms` is when it was used last.
alter table client_pass add column kept integer not null default 0 check (kept in (0, 1));
