-- Places of what is limited: who grants them, whose they are, who holds one. Of no pool are more taken than were granted.
create table pool (
  id uuid primary key,
  -- the subsystem whose cases grant and take, without the instance: no other reaches it
  keeper text not null,
  -- what the places are for, as foreign-workers: one limit may hold over all pools of a holder in it
  kind text not null,
  -- which of them: an occupation, an hour
  code text not null,
  -- taxpayer number of the organisation whose they are; empty: nobody's, whoever comes takes one
  holder text not null,
  -- the service that granted first, and its words for the code
  service_id text not null,
  title jsonb not null,
  granted integer not null default 0 check (granted >= 0),
  taken integer not null default 0 check (taken >= 0),
  check (taken <= granted),
  unique (keeper, kind, code, holder)
);
create index pool_holder on pool (holder, id) where holder <> '';

create table granting (
  id uuid primary key,
  pool_id uuid not null references pool,
  keeper text not null,
  key text not null,
  places integer not null check (places > 0),
  -- how many of them have not lapsed
  still integer not null check (still >= 0 and still <= places),
  until date,
  unique (keeper, key)
);
create index granting_pool on granting (pool_id);
create index granting_due on granting (until) where still > 0;

create table place (
  id uuid primary key,
  pool_id uuid not null references pool,
  keeper text not null,
  key text not null,
  -- waiting: in the line; held: for a case that runs; kept: its case ended as its package says; free: given back
  state text not null check (state in ('waiting', 'held', 'kept', 'free')),
  case_id uuid not null,
  kept_by text[] not null,
  until date,
  -- the request that waits for it
  message_id uuid not null,
  -- since when it stands in the line
  asked_at timestamptz not null,
  unique (keeper, key)
);
create index place_line on place (pool_id, asked_at, id) where state = 'waiting';
create index place_case on place (case_id);
create index place_due on place (until) where state in ('held', 'kept');

-- All that ever moved: the sums over a pool are what stands in it.
create table movement (
  id uuid primary key,
  pool_id uuid not null references pool,
  at timestamptz not null,
  kind text not null check (kind in ('grant', 'lapse', 'take', 'free')),
  key text not null,
  granted integer not null,
  taken integer not null
);
create index movement_pool on movement (pool_id);

-- Requests taken in: the same is answered the same once.
create table ask (
  message_id uuid primary key,
  reply_to text not null,
  answer jsonb,
  at timestamptz not null
);
create index ask_at on ask (at);

-- Cases that are over, for a while: what they asked for on their last day may be read after it.
create table ended (
  case_id uuid primary key,
  outcome text not null,
  at timestamptz not null
);
create index ended_at on ended (at);
