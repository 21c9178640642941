-- Who put the regulation in force, by the digest of its text.
create table adoption (
  version text not null,
  sha256 text not null,
  person_id uuid not null,
  name text not null,
  duty text not null,
  at timestamptz not null,
  primary key (version, sha256, person_id)
);

create table candidate (
  id uuid primary key,
  organisation_id text not null,
  service_id text not null,
  version text not null,
  title jsonb not null,
  files jsonb not null,
  state text not null check (state in ('submitted', 'certified', 'refused', 'withdrawn')),
  submitted_by uuid not null,
  submitted_name text not null,
  submitted_at timestamptz not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  reason text,
  appealed_at timestamptz,
  appeal text,
  -- The law as the reviewer signed it: by which run.
  law_run uuid,
  law_name text,
  law_at timestamptz,
  -- Runs from before this do not count for the law.
  law_since timestamptz
);
create unique index candidate_under_way on candidate (service_id, version) where state = 'submitted';
create index candidate_newest on candidate (submitted_at desc, id desc);

create table suite_run (
  id uuid primary key,
  candidate_id uuid not null references candidate,
  suite text not null,
  regulation text not null,
  state text not null check (state in ('queued', 'running', 'passed', 'failed', 'stopped')),
  done integer not null default 0,
  of integer not null default 0,
  -- Whose turn it is: what was begun and never ended is taken over when the lease is over.
  claim uuid,
  lease_until timestamptz,
  queued_at timestamptz not null,
  finished_at timestamptz,
  report jsonb
);
create unique index suite_run_active on suite_run (candidate_id, suite) where state in ('queued', 'running');
create index suite_run_of on suite_run (candidate_id, queued_at desc);

create table exception (
  candidate_id uuid not null references candidate,
  suite text not null,
  person_id uuid not null,
  name text not null,
  reason text not null,
  until date not null,
  at timestamptz not null,
  primary key (candidate_id, suite, person_id)
);

create table certificate (
  id uuid primary key,
  place integer generated always as identity,
  service_id text not null,
  version text not null,
  title jsonb not null,
  kind text not null check (kind in ('tested', 'shipped')),
  candidate_id uuid references candidate,
  state text not null check (state in ('valid', 'reopened', 'withdrawn')),
  -- The signed bytes, and their digest.
  statement text not null,
  sha256 text not null,
  articles text[] not null,
  until date,
  issued_at timestamptz not null,
  sealed_at timestamptz,
  seal_serial text,
  seal_xml text,
  reason text
);
create unique index certificate_valid on certificate (service_id, version) where state = 'valid';
create index certificate_newest on certificate (issued_at desc, id desc);

create table release (
  id uuid primary key,
  certificate_id uuid not null references certificate,
  service_id text not null,
  version text not null,
  stage text not null check (stage in ('pilot', 'canary', 'released', 'returned', 'ended')),
  -- Pseudonyms.
  people text[] not null,
  organisations text[] not null,
  per_mille integer not null,
  until timestamptz,
  -- Code of the service that monitoring watches for it.
  watch text,
  began_at timestamptz not null,
  stage_at timestamptz not null,
  failed_at timestamptz,
  ended_at timestamptz,
  reason text,
  by_name text not null
);
create unique index release_under_way on release (service_id) where stage in ('pilot', 'canary');
create index release_newest on release (began_at desc, id desc);

-- An article of law as packages cite it.
create table article (
  citation text primary key,
  in_force_from date not null,
  until date,
  noted_by text not null
);
