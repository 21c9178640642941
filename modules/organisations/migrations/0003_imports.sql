-- A table that was read: nothing of it is done until a change of the kind "import" is decided.
create table import (
  id uuid primary key,
  about text not null check (about in ('organisations', 'people')),
  file_name text not null,
  read_by text,
  read_at timestamptz not null
);
-- Each row: what it would do, in the order in which it is done, or what is wrong with it.
create table import_row (
  import_id uuid not null references import on delete cascade,
  line integer not null,
  place integer not null,
  subject text not null,
  outcome text not null check (outcome in ('enters', 'changes', 'same', 'wrong')),
  asked jsonb,
  -- of the organisation when the row was read
  revision integer,
  facts jsonb not null default '[]',
  code text,
  message text,
  primary key (import_id, line)
);
-- An import may be about many organisations.
alter table change alter organisation_id drop not null;
create index change_import on change ((asked ->> 'importId')) where kind = 'import';
