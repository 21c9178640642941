-- Large bodies of sync messages, in sealed chunks of a megabyte; the small ones stand in the ledger.
create table body_chunk (
  body_id uuid not null,
  number integer not null,
  content bytea not null,
  at timestamptz not null,
  primary key (body_id, number)
);
alter table body_chunk alter column content set storage external;
create index body_chunk_at on body_chunk (at) where number = 0;
alter table message add column body_id uuid;
create index message_body on message (body_id) where body_id is not null;
