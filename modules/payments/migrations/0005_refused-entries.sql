-- What the books refuse is tried again later and later, and never before what they were not asked yet.
alter table journal_entry add column refusals integer not null default 0 check (refusals >= 0);
alter table journal_entry add column refused text;
alter table journal_entry add column due_at timestamptz;
drop index journal_entry_waiting;
create index journal_entry_waiting on journal_entry (refusals, at, id) where handed_at is null and key is not null;
