-- Kinds of events (CloudEvents 1.0); like information types they never change once registered.
create table event_type (
  id text primary key,                 -- the CloudEvents type: xm.company.changed.v1
  publisher_id text not null references subsystem,
  name jsonb not null,
  schema jsonb not null,               -- JSON Schema of data
  last_position bigint not null default 0,
  retired_at timestamptz               -- its name stays taken
);
create table event (
  id uuid primary key,
  type_id text not null references event_type,
  position bigint not null,            -- in the order of publication, one row for the type
  publisher_id text not null references subsystem,
  source text not null,
  source_id text not null,             -- the CloudEvents id
  subject text not null,               -- empty: none
  digest text not null,
  content bytea not null,              -- the document as it was published, sealed with the publisher's key
  published_at timestamptz not null,
  withdrawn_at timestamptz,
  unique (type_id, position),
  unique (publisher_id, source, source_id)
);
create index event_published on event (published_at);
create table event_subscription (
  id uuid primary key,
  subscriber_id text not null references subsystem,
  type_id text not null references event_type,
  subject_prefix text not null,
  delivery text not null check (delivery in ('push', 'pull')),
  url text,                            -- inside the subscriber's perimeter; null: its connector knows
  purpose text,
  ttl_seconds integer,
  secrets bytea,                       -- [{ secret, until? }], newest first, sealed with the subscriber's key
  position bigint not null,            -- begun after this one; for pull what the reader has committed
  created_at timestamptz not null,
  paused_at timestamptz,
  failing_since timestamptz,
  last_error text,
  unique (subscriber_id, type_id, subject_prefix, delivery)
);
create index event_subscription_type on event_subscription (type_id);
-- What is still to be pushed. Delivered ones leave; the message log keeps them.
create table event_delivery (
  subscription_id uuid not null references event_subscription on delete cascade,
  event_id uuid not null references event on delete cascade,
  position bigint not null,
  subject text not null,
  state text not null default 'waiting' check (state in ('waiting', 'dead')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  last_error text,
  primary key (subscription_id, position)
);
create index event_delivery_due on event_delivery (next_at) where state = 'waiting';
create index event_delivery_subject on event_delivery (subscription_id, subject, position) where state = 'waiting';
create index event_delivery_dead on event_delivery (subscription_id, position) where state = 'dead';
create index event_delivery_event on event_delivery (event_id);

alter table message drop constraint message_kind_check,
  add constraint message_kind_check check (kind in ('sync', 'mailbox', 'event'));
