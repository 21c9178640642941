-- Dossiers, what machines and people found in them, and the conclusions.
create sequence dossier_number;
create table dossier (
  id uuid primary key,
  -- of what was entered from elsewhere
  key text unique,
  number text not null unique,
  kind text not null check (kind in ('proposal', 'feasibility', 'specification')),
  organisation_id text not null,
  parent_id uuid references dossier,
  title text not null,
  -- folded, to be found by
  words text not null,
  purpose text not null,
  touches jsonb not null,
  planned jsonb not null,
  state text not null,
  outcome text check (outcome in ('positive', 'conditional', 'negative')),
  -- of what was submitted; 0 for a draft
  version integer not null,
  revision integer not null,
  -- a granted appeal begins the next
  round integer not null,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  -- working days of the examination that are used up, and the day since which the clock runs
  clock_used integer not null,
  clock_since date,
  due_on date,
  answers_due date,
  appeal_until date
);
create index dossier_state on dossier (state, id desc);
create index dossier_organisation on dossier (organisation_id, id desc);
create index dossier_due on dossier (due_on) where due_on is not null;
create index dossier_parent on dossier (parent_id) where parent_id is not null;
create index dossier_decided on dossier (decided_at) where decided_at is not null;
create index dossier_functions on dossier using gin ((touches -> 'functions') jsonb_path_ops);

-- What was submitted, as it was.
create table dossier_version (
  dossier_id uuid not null references dossier,
  version integer not null,
  content jsonb not null,
  at timestamptz not null,
  by_name text not null,
  primary key (dossier_id, version)
);
create table file (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  version integer not null,
  name text not null,
  mime_type text not null,
  size integer not null,
  sha256 text not null,
  content bytea not null,
  added_at timestamptz not null,
  added_by text not null,
  removed_at timestamptz
);
create index file_dossier on file (dossier_id);
-- Whoever drew something of it up does not examine it.
create table worked_on (
  dossier_id uuid not null references dossier,
  person_id uuid not null,
  primary key (dossier_id, person_id)
);
create table history (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  what text not null,
  state text not null,
  by_name text not null,
  text text,
  at timestamptz not null
);
create index history_dossier on history (dossier_id, id);

-- What the rules said over the register as it was known at an instant.
create table check_run (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  version integer not null,
  at timestamptz not null,
  reason text not null check (reason in ('submission', 'register', 'hand', 'conclusion')),
  -- of what the register knew then
  digest text not null,
  results jsonb not null
);
create index check_run_dossier on check_run (dossier_id, id desc);

create table examiner (
  person_id uuid primary key,
  name text not null,
  organisation_id text not null,
  competences jsonb not null,
  certificates jsonb not null,
  interests jsonb not null,
  active boolean not null
);
create table assignment (
  dossier_id uuid not null references dossier,
  round integer not null,
  person_id uuid not null,
  name text not null,
  assigned_at timestamptz not null,
  accepted_at timestamptz,
  recused_at timestamptz,
  reason text,
  opinion text check (opinion in ('positive', 'conditional', 'negative')),
  opinion_text text,
  opinion_at timestamptz,
  primary key (dossier_id, round, person_id)
);
create index assignment_person on assignment (person_id) where recused_at is null;
create table remark (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  number integer not null,
  part text not null,
  clause text not null,
  state text not null check (state in ('written', 'open', 'answered', 'accepted')),
  by_id uuid not null,
  by_name text not null,
  unique (dossier_id, number)
);
create table remark_turn (
  id uuid primary key,
  remark_id uuid not null references remark,
  what text not null check (what in ('put', 'answered', 'again', 'accepted')),
  text text not null,
  by_name text not null,
  at timestamptz not null
);
create index remark_turn_remark on remark_turn (remark_id, id);

create table conclusion (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  round integer not null,
  outcome text not null check (outcome in ('positive', 'conditional', 'negative')),
  text text not null,
  made_at timestamptz not null,
  run_id uuid not null references check_run,
  pdf bytea not null,
  sha256 text not null,
  verification_code text not null unique,
  signed_at timestamptz,
  -- dropped before it was signed, or set aside by an appeal
  dropped_at timestamptz
);
create unique index conclusion_standing on conclusion (dossier_id) where dropped_at is null;
create table condition (
  conclusion_id uuid not null references conclusion,
  number integer not null,
  text text not null,
  due_on date not null,
  met_at timestamptz,
  note text,
  primary key (conclusion_id, number)
);
create table signature (
  id uuid primary key,
  conclusion_id uuid not null references conclusion,
  person_id uuid not null,
  name text not null,
  signed_as text not null check (signed_as in ('examiner', 'chief')),
  prepared_at timestamptz not null,
  made_at timestamptz
);
create index signature_conclusion on signature (conclusion_id);
-- Two sign, each as what they are.
create unique index signature_once on signature (conclusion_id, signed_as) where made_at is not null;
