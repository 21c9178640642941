create table campaign (
  id uuid primary key,
  title text not null,
  template text not null,
  personalisation jsonb not null,
  audience text not null check (audience in ('everybody', 'duty', 'list')),
  duty text,
  state text not null check (state in ('gathering', 'draft', 'running', 'paused', 'done', 'cancelled')),
  per_minute integer not null,
  total integer not null default 0,
  refused integer not null default 0,
  -- recipients up to this place were given to notifications
  queued integer not null default 0,
  gathered_after text,
  last_step_at timestamptz,
  author_id text not null,
  author_name text not null,
  approver_name text,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index campaign_open on campaign (state) where state in ('gathering', 'running');
create table recipient (
  campaign_id uuid not null references campaign,
  place integer not null,
  -- the person's pseudonym, or the mark of an address
  who text not null,
  address jsonb,
  sealed text,
  primary key (campaign_id, place)
);
create unique index recipient_once on recipient (campaign_id, who);
create index recipient_sealed on recipient (campaign_id) where sealed is not null;
create table refused_line (
  campaign_id uuid not null references campaign,
  line integer not null,
  reason text not null,
  primary key (campaign_id, line)
);
