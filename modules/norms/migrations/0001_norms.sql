-- Norms: acts with clauses in force from and until a day, methodologies with steps, consultations.
create table act (
  id uuid primary key,
  code text not null unique,
  kind text not null check (kind in ('law', 'rules', 'methodology')),
  title jsonb not null,
  number text,
  adopted date not null,
  at timestamptz not null
);
create table clause (
  id uuid primary key,
  act_id uuid not null references act,
  number text not null,
  text jsonb not null,
  valid_from date not null,
  valid_until date,
  check (valid_until > valid_from)
);
create unique index clause_now on clause (act_id, number) where valid_until is null;
create table methodology (
  code text not null references act (code),
  version integer not null,
  valid_from date not null,
  steps jsonb not null,
  primary key (code, version)
);
create table consultation (
  id uuid primary key,
  organisation_id text not null,
  topic text not null,
  question text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  answer text,
  answered_by_name text,
  answered_at timestamptz,
  clauses text[] not null default '{}',
  public_question text,
  public_answer text,
  published_at timestamptz,
  words text not null
);
create index consultation_organisation on consultation (organisation_id, id desc);
