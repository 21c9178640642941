-- What one side lets another do. Names are sealed; people are known by their pseudonym.
create table power (
  id uuid primary key,
  origin text not null check (origin in ('register', 'granted', 'clients', 'paper', 'handed-over')),
  role text not null,
  giver_kind text not null check (giver_kind in ('person', 'organisation')),
  giver_id text not null,
  giver_name jsonb,
  taker_kind text not null check (taker_kind in ('person', 'organisation')),
  taker_id text not null,
  taker_name jsonb,
  -- of a paper: which one; of an end: why
  words text,
  sealed text,
  -- null: all of them
  services text[],
  acts text[],
  further boolean not null default false,
  parent_id uuid references power,
  from_at timestamptz not null,
  until_at timestamptz,
  state text not null check (state in ('draft', 'offered', 'accepted', 'refused', 'withdrawn')),
  made_by uuid,
  made_at timestamptz not null,
  offered_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('giver', 'taker', 'register', 'source')),
  signature jsonb,
  check (giver_kind <> taker_kind or giver_id <> taker_id)
);
create index power_giver on power (giver_kind, giver_id, id);
create index power_taker on power (taker_kind, taker_id, id);
create index power_parent on power (parent_id) where parent_id is not null;
create index power_paper on power (id) where origin = 'paper' and state = 'offered';
-- What registers and lists say holds once.
create unique index power_once on power (origin, giver_kind, giver_id, taker_id, role)
  where origin in ('register', 'handed-over') and state = 'accepted';
create unique index power_client on power (parent_id, taker_id) where origin = 'clients' and state = 'accepted';

-- Whose number is asked about in the registers each day.
create table reading (
  person_key text primary key,
  number text,
  name text,
  sealed text,
  read_at timestamptz not null,
  away text[] not null
);
create index reading_read on reading (read_at);

-- What was done on behalf of somebody.
create table done (
  entry_id uuid primary key,
  at timestamptz not null,
  for_kind text not null,
  for_id text not null,
  actor_id text not null,
  actor_name text,
  sealed text,
  role text,
  module text not null,
  action text not null,
  object_type text not null,
  object_id text not null,
  purpose text
);
create index done_for on done (for_kind, for_id, entry_id);

create table software (
  id uuid primary key,
  organisation_id text not null,
  organisation_name jsonb not null,
  name text not null,
  jwk jsonb not null,
  thumbprint text not null,
  services text[] not null,
  acts text[] not null,
  made_by uuid not null,
  made_at timestamptz not null,
  until_at timestamptz not null,
  withdrawn_at timestamptz
);
create index software_organisation on software (organisation_id, id);

-- The number of what identity was told last.
create table told (
  person_key text primary key,
  revision integer not null
);
