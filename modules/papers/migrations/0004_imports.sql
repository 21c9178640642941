-- Cards of a system before that were read from a file: tried, then taken in part by part.
create table import (
  id uuid primary key,
  institution_id text not null,
  source text not null,
  file_name text not null,
  state text not null check (state in ('tried', 'running', 'done')),
  known integer not null,
  by_name text not null,
  at timestamptz not null,
  ended_at timestamptz
);
create index import_institution on import (institution_id, id);
create table import_row (
  import_id uuid not null references import,
  line integer not null,
  row jsonb,
  sealed text,
  outcome text not null check (outcome in ('fits', 'taken', 'refused')),
  code text,
  message text,
  primary key (import_id, line)
);
create index import_row_outcome on import_row (import_id, outcome, line);
