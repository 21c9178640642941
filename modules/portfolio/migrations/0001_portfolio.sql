-- What runs out, of whom; a copy of what cases issued, so that lists and reminders need not ask there.
create table holding (
  -- of the output
  id uuid primary key,
  case_id uuid not null,
  case_number text not null,
  service_id text not null,
  code text not null,
  title jsonb not null,
  holder_kind text not null check (holder_kind in ('person', 'organisation')),
  -- of the organisation, or the pseudonym of the person
  holder_id text not null,
  -- what its public verification says
  about jsonb,
  sealed text,
  issued_at timestamptz not null,
  valid_until date not null,
  revoked_at timestamptz
);
create index holding_holder on holding (holder_id, valid_until, id);
create index holding_ends on holding (valid_until);
create index holding_case on holding (case_id);

-- Which reminder went out: each once.
create table reminded (
  holding_id uuid not null references holding on delete cascade,
  days integer not null,
  at timestamptz not null,
  primary key (holding_id, days)
);
-- Who wants no reminders, and of whose documents.
create table quiet (
  person_key text not null,
  holder_id text not null,
  primary key (person_key, holder_id)
);
-- How far outputs issued before this module was there have been read.
create table catch_up (
  only_row boolean primary key default true check (only_row),
  after uuid,
  done_at timestamptz
);

create table renewal (
  holding_id uuid primary key references holding on delete cascade,
  case_id uuid not null,
  attempt integer not null,
  -- names and labels of what must be looked at again
  look jsonb not null,
  at timestamptz not null
);

create table batch (
  id uuid primary key,
  holder_kind text not null check (holder_kind in ('person', 'organisation')),
  holder_id text not null,
  made_by text not null,
  -- as whom its applications are made
  maker jsonb,
  sealed text,
  service_id text not null,
  version text not null,
  title jsonb not null,
  language text not null,
  file_name text not null,
  state text not null check (state in ('checked', 'running', 'stopped', 'done')),
  -- null until it is started
  send boolean,
  made_at timestamptz not null,
  settled_at timestamptz
);
create index batch_holder on batch (holder_id, id);

create table line (
  batch_id uuid not null references batch on delete cascade,
  -- in the file
  number integer not null,
  answers jsonb,
  faults jsonb,
  sealed text,
  state text not null check (state in ('wrong', 'waiting', 'draft', 'incomplete', 'sent', 'failed')),
  case_id uuid,
  primary key (batch_id, number)
);
create index line_waiting on line (batch_id) where state = 'waiting';

-- Who has a draft open, among those who act for the same side. Of a few minutes.
create table presence (
  case_id uuid not null,
  person_id text not null,
  side text not null,
  name text,
  sealed text,
  page text not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (case_id, person_id)
);
create index presence_seen on presence (seen_at);
