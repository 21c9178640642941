-- Shows whether an institution is ready for the exchange of documents: ten scenarios against the practice partner.
create table readiness (
  id uuid primary key,
  institution_id text not null,
  -- both missing until the platform has taken it up; its people are played where this installation serves it; otherwise they act themselves
  played boolean,
  posts jsonb,
  by_name text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('passed', 'failed')),
  check ((ended_at is null) = (outcome is null))
);
create unique index readiness_one on readiness (institution_id) where ended_at is null;
create index readiness_latest on readiness (institution_id, id desc);

create table readiness_result (
  readiness_id uuid not null references readiness,
  scenario text not null,
  state text not null check (state in ('runs', 'passed', 'failed')),
  -- what was done already, by its name
  marks jsonb not null default '{}',
  evidence jsonb not null default '[]',
  why text,
  ended_at timestamptz,
  primary key (readiness_id, scenario)
);

-- What came to the practice partner.
create table partner_message (
  id uuid primary key,
  -- of an answer
  request_id uuid,
  what text not null check (what in ('answer', 'envelope', 'receipt', 'recall')),
  envelope_id uuid,
  sender text not null,
  content jsonb not null,
  at timestamptz not null
);
create index partner_message_answer on partner_message (request_id);
create index partner_message_envelope on partner_message (envelope_id, at);

create table admission (
  id uuid primary key,
  institution_id text not null,
  readiness_id uuid references readiness,
  state text not null check (state in ('proposed', 'admitted', 'declined', 'withdrawn')),
  proposed_by uuid,
  proposed_name text,
  proposed_at timestamptz,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  withdrawn_name text,
  withdrawn_at timestamptz,
  reason text
);
create index admission_latest on admission (institution_id, id desc);
create unique index admission_one_proposed on admission (institution_id) where state = 'proposed';
