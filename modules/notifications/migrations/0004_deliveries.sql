-- Templates: one draft of each at most; published versions never change.
create table template (
  id uuid primary key,
  code text not null unique,
  created_at timestamptz not null
);
create table template_version (
  id uuid primary key,
  template_id uuid not null references template,
  -- null while it is a draft
  version integer,
  content jsonb not null,
  digest text not null,
  author_id text not null,
  author_name text not null,
  changed_at timestamptz not null,
  publisher_name text,
  published_at timestamptz,
  unique (template_id, version)
);
create unique index template_draft on template_version (template_id) where version is null;

-- Of a message made from a template: which version, and what stands in its placeholders (sealed).
alter table message add column matter text not null default 'case';
alter table message add column template_version_id uuid;
alter table message add column data jsonb;
alter table message add column campaign text;
-- A message that waits for the daily e-mail of its person.
alter table message add column digest_at timestamptz;
create index message_digest on message (person_key, digest_at) where digest_at is not null;
create index message_campaign on message (campaign) where campaign is not null;

-- One copy of a message by one channel to one address.
create table delivery (
  id uuid primary key,
  message_id uuid references message,
  campaign text,
  channel text not null check (channel in ('push', 'email', 'sms', 'letter')),
  template_code text,
  template_version integer,
  template_version_id uuid,
  matter text not null,
  -- 0 goes before 1, campaigns (2) last
  priority smallint not null default 1,
  state text not null check (state in ('queued', 'sending', 'sent', 'delivered', 'failed-permanent', 'failed-temporary')),
  reason text,
  provider text,
  -- the provider's own name for it
  provider_ref text,
  attempts smallint not null default 0,
  accepted_at timestamptz not null,
  -- when it may go; while it is being sent, until when the sender answers for it
  due_at timestamptz not null,
  wanted_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  -- channels that are tried after this one
  rest text[] not null default '{}',
  language text not null default 'en',
  -- finds an address without keeping it in clear
  address_mark text not null,
  sender text,
  reference text,
  way jsonb not null default '[]',
  -- address and data, sealed; the clear columns stay empty
  address jsonb,
  data jsonb,
  sealed text
);
create index delivery_due on delivery (channel, priority, due_at) where state in ('queued', 'sending');
create index delivery_newest on delivery (id desc);
create index delivery_address on delivery (address_mark);
create unique index delivery_of_message on delivery (message_id, channel, address_mark) where message_id is not null;
create unique index delivery_at_provider on delivery (provider, provider_ref) where provider_ref is not null;
create index delivery_sender on delivery (sender, id desc) where sender is not null;
create index delivery_campaign on delivery (campaign, state) where campaign is not null;
create index delivery_reference on delivery (reference) where reference is not null;

-- A receipt that was quicker than the note that the message was handed over.
create table early_receipt (
  provider text not null,
  provider_ref text not null,
  state text not null,
  reason text,
  at timestamptz not null,
  primary key (provider, provider_ref, state)
);

create table provider (
  id text primary key,
  channel text not null,
  paused boolean not null default false,
  failures integer not null default 0,
  away_until timestamptz,
  last_error text,
  last_sent_at timestamptz,
  second_at timestamptz,
  in_second integer not null default 0,
  day date,
  in_day integer not null default 0
);

-- Counted as messages leave: nobody counts all of them on each look.
create table tally (
  day date not null,
  template text not null,
  channel text not null,
  sent integer not null default 0,
  delivered integer not null default 0,
  failed integer not null default 0,
  in_time integer not null default 0,
  primary key (day, template, channel)
);

create table suppression (
  id uuid primary key,
  channel text not null,
  address_mark text not null,
  reason text not null,
  -- null: nothing at all goes there
  matter text,
  detail text,
  since timestamptz not null,
  lifted_at timestamptz
);
create unique index suppression_open on suppression (channel, address_mark, coalesce(matter, '')) where lifted_at is null;

create table preference (
  person_key text primary key,
  language text,
  zone text,
  quiet_from time,
  quiet_until time,
  digest_at time,
  channels jsonb not null default '{}',
  phone jsonb,
  post_lines jsonb,
  sealed text,
  changed_at timestamptz not null
);
create table phone_proof (
  person_key text primary key,
  code_mark text not null,
  tries smallint not null default 0,
  expires_at timestamptz not null,
  phone jsonb,
  sealed text
);
create table push_device (
  id uuid primary key,
  person_key text not null,
  endpoint_mark text not null,
  since timestamptz not null,
  subscription jsonb,
  sealed text,
  unique (person_key, endpoint_mark)
);

create table sender (
  organisation_id text primary key,
  name text not null,
  callback_url text,
  per_day integer not null,
  active boolean not null,
  day date,
  in_day integer not null default 0
);

create table print_batch (
  id uuid primary key,
  letters integer not null,
  made_at timestamptz not null,
  handed_over_at timestamptz,
  content bytea not null
);

create table bounce_box (
  id integer primary key check (id = 1),
  uid_validity text not null,
  last_uid bigint not null
);

-- Of a campaign: addresses without an account that were written to, so that nobody is twice.
create table campaign_key (
  campaign text not null,
  key text not null,
  primary key (campaign, key)
);
