-- Where somebody practises, and for which institution.
create table room (
  person_id uuid primary key,
  institution_id text not null,
  practice_id text not null unique,
  posts jsonb not null,
  entered_at timestamptz not null
);

-- One try of a task, from its letters to the checks: the record of training.
create table attempt (
  id uuid primary key,
  person_id uuid not null references room (person_id),
  institution_id text not null,
  task text not null,
  version integer not null,
  -- what the brief tells, and what was laid on the desk
  facts jsonb not null,
  checks integer not null default 0,
  findings jsonb not null default '[]',
  started_at timestamptz not null,
  checked_at timestamptz,
  passed_at timestamptz
);
create index attempt_person on attempt (person_id, task, id desc);

create table certificate (
  id uuid primary key,
  person_id uuid not null,
  institution_id text not null,
  role text not null,
  person_name text,
  sealed text,
  issued_at timestamptz not null,
  valid_until timestamptz not null
);
create index certificate_institution on certificate (institution_id, id desc);
create index certificate_person on certificate (person_id, role, issued_at desc);
