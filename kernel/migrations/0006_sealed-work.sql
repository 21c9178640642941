-- Data of events and jobs, and kept answers, sealed (decision 20). The clear columns go with the next release.
alter table outbox alter column data drop not null, add column sealed text;
-- `about`: the ids that the data name, to be asked whether something is owed about them.
alter table work alter column data drop not null, add column sealed text, add column about text;
create index work_clear on work (id) where data is not null;
alter table idempotency add column sealed text;
create index idempotency_clear on idempotency (created_at) where output is not null;
