-- One application, from its first answer to its end. "case" is reserved in SQL.
create table case_file (
  id uuid primary key,
  number text unique,
  service_id text not null,
  version text not null,
  title jsonb not null,
  state text not null check (state in ('draft', 'submitted', 'payment', 'clarification', 'decided', 'closed')),
  outcome text,
  language text not null,
  applicant_kind text not null check (applicant_kind in ('person', 'organisation')),
  applicant_id text not null,
  applicant_name text not null,
  -- Identifiers registers are asked with, such as { inn }.
  applicant_numbers jsonb not null,
  -- Who started it; messages go to this pseudonym.
  contact_key text,
  office_id text,
  region_code text,
  office_name jsonb,
  revision integer not null default 0,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  submitted_at timestamptz,
  due_on date,
  paused_at timestamptz,
  overdue_at timestamptz,
  decision jsonb,
  decided_at timestamptz,
  closed_at timestamptz,
  -- Ids of the sequence flows taken so far.
  taken text[] not null default '{}',
  check ((state = 'draft') = (number is null)),
  check ((state = 'closed') = (outcome is not null))
);
create index case_file_applicant on case_file (applicant_id, started_at desc);
create index case_file_due on case_file (due_on) where overdue_at is null and state in ('submitted', 'clarification');
create sequence case_number;

create table answer (
  case_id uuid not null references case_file on delete cascade,
  field text not null,
  value jsonb not null,
  source text not null check (source in ('typed', 'register', 'officer')),
  at timestamptz not null,
  register text,
  message_id text,
  primary key (case_id, field)
);

-- What a register answered to the question at `path`.
create table reading (
  case_id uuid not null references case_file on delete cascade,
  register text not null,
  path text not null,
  state text not null check (state in ('received', 'not-found', 'failed')),
  body jsonb,
  at timestamptz not null,
  message_id text,
  primary key (case_id, register)
);

-- Pseudonyms of the people the data are about, who will see who looked.
create table subject (
  case_id uuid not null references case_file on delete cascade,
  person_key text not null,
  role text not null,
  primary key (case_id, person_key)
);
create index subject_person on subject (person_key);

-- Where the process stands.
create table token (
  id uuid primary key,
  case_id uuid not null references case_file on delete cascade,
  node text not null,
  arrived_by text,
  state text not null default 'waiting' check (state in ('waiting', 'failed')),
  error text,
  since_at timestamptz not null
);
create index token_case on token (case_id);

create table timer (
  id uuid primary key,
  case_id uuid not null references case_file on delete cascade,
  token_id uuid not null references token on delete cascade,
  node text not null,
  due_at timestamptz not null
);
create index timer_due on timer (due_at);

create table task (
  id uuid primary key,
  case_id uuid not null references case_file on delete cascade,
  token_id uuid not null,
  node text not null,
  duty text not null,
  office_id text not null,
  region_code text not null,
  state text not null check (state in ('open', 'claimed', 'waiting', 'done', 'cancelled')),
  assignee_id text,
  assignee_name text,
  created_at timestamptz not null,
  closed_at timestamptz
);
create index task_queue on task (office_id, duty, state);
create index task_case on task (case_id);

create table clarification (
  id uuid primary key,
  case_id uuid not null references case_file on delete cascade,
  task_id uuid not null references task,
  field text not null,
  question text not null,
  previous jsonb,
  asked_at timestamptz not null,
  answered_at timestamptz,
  answer jsonb,
  note text
);
create unique index clarification_open on clarification (case_id) where answered_at is null;

-- Messages of the case on the exchange, by the id under which it logs them.
create table message (
  id text primary key,
  case_id uuid not null references case_file on delete cascade,
  kind text not null check (kind in ('sync', 'request', 'card')),
  node text,
  -- Name of the check in the process, where there is one.
  check_name text,
  type text not null,
  content jsonb,
  state text not null check (state in ('queued', 'sent', 'answered', 'rejected', 'failed')),
  created_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  response_id text,
  sender text,
  response jsonb,
  rejection jsonb
);
create index message_case on message (case_id);
create index message_waiting on message (case_id) where answered_at is null;
create unique index message_node on message (case_id, node) where node is not null;

create table invoice (
  case_id uuid not null references case_file on delete cascade,
  node text not null,
  invoice_id uuid not null unique,
  amount_minor bigint not null,
  currency text not null,
  reasons jsonb not null,
  paid_at timestamptz,
  receipt_no text,
  primary key (case_id, node)
);

create table output (
  id uuid primary key,
  case_id uuid not null references case_file,
  node text not null,
  code text not null,
  title jsonb not null,
  number text not null,
  verification_code text not null unique,
  issued_at timestamptz not null,
  valid_until date,
  revoked_at timestamptz,
  revocation_reason text,
  sha256 text not null,
  pdf bytea not null,
  facts jsonb not null,
  unique (case_id, node)
);

-- What happened, in order; the applicant sees what is not internal.
create table history (
  id uuid primary key,
  case_id uuid not null references case_file on delete cascade,
  at timestamptz not null,
  kind text not null,
  node text,
  actor text,
  internal boolean not null,
  facts jsonb not null
);
create index history_case on history (case_id, id);
