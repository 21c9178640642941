-- Made from 6 migrations (d907657d04f2423c) by npm run generate; for reading only.

create table bounce_box (
  id integer not null,
  uid_validity text not null,
  last_uid bigint not null,
  PRIMARY KEY (id),
  CHECK ((id = 1))
);

create table campaign_key (
  campaign text not null,
  key text not null,
  PRIMARY KEY (campaign, key)
);

create table delivery (
  id uuid not null,
  message_id uuid,
  campaign text,
  channel text not null,
  template_code text,
  template_version integer,
  template_version_id uuid,
  matter text not null,
  priority smallint not null default 1,
  state text not null,
  reason text,
  provider text,
  provider_ref text,
  attempts smallint not null default 0,
  accepted_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  wanted_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  settled_at timestamp with time zone,
  rest text[] not null default '{}'::text[],
  language text not null default 'en'::text,
  address_mark text not null,
  sender text,
  reference text,
  way jsonb not null default '[]'::jsonb,
  address jsonb,
  data jsonb,
  sealed text,
  PRIMARY KEY (id),
  CHECK ((channel = ANY (ARRAY['push'::text, 'email'::text, 'sms'::text, 'letter'::text]))),
  FOREIGN KEY (message_id) REFERENCES message(id),
  CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed-permanent'::text, 'failed-temporary'::text])))
);
CREATE INDEX delivery_address ON delivery USING btree (address_mark);
CREATE INDEX delivery_age ON delivery USING btree (accepted_at) WHERE (message_id IS NULL);
CREATE INDEX delivery_campaign ON delivery USING btree (campaign, state) WHERE (campaign IS NOT NULL);
CREATE INDEX delivery_due ON delivery USING btree (channel, priority, due_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX delivery_newest ON delivery USING btree (id DESC);
CREATE INDEX delivery_reference ON delivery USING btree (reference) WHERE (reference IS NOT NULL);
CREATE INDEX delivery_sender ON delivery USING btree (sender, id DESC) WHERE (sender IS NOT NULL);
CREATE UNIQUE INDEX delivery_at_provider ON delivery USING btree (provider, provider_ref) WHERE (provider_ref IS NOT NULL);
CREATE UNIQUE INDEX delivery_of_message ON delivery USING btree (message_id, channel, address_mark) WHERE (message_id IS NOT NULL);

create table early_receipt (
  provider text not null,
  provider_ref text not null,
  state text not null,
  reason text,
  at timestamp with time zone not null,
  PRIMARY KEY (provider, provider_ref, state)
);

create table message (
  id uuid not null,
  key text not null,
  person_key text not null,
  subject jsonb,
  body jsonb,
  link text,
  sent_at timestamp with time zone not null,
  read_at timestamp with time zone,
  email_state text,
  email_error text,
  sealed text,
  notice_id uuid,
  read_type text,
  matter text not null default 'case'::text,
  template_version_id uuid,
  data jsonb,
  campaign text,
  digest_at timestamp with time zone,
  channels text[],
  PRIMARY KEY (id),
  CHECK ((email_state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))),
  UNIQUE (key)
);
CREATE INDEX message_age ON message USING btree (sent_at);
CREATE INDEX message_campaign ON message USING btree (campaign) WHERE (campaign IS NOT NULL);
CREATE INDEX message_clear ON message USING btree (id) WHERE (subject IS NOT NULL);
CREATE INDEX message_digest ON message USING btree (person_key, digest_at) WHERE (digest_at IS NOT NULL);
CREATE INDEX message_inbox ON message USING btree (person_key, sent_at DESC, id DESC);
CREATE INDEX message_unread ON message USING btree (person_key) WHERE (read_at IS NULL);

create table phone_proof (
  person_key text not null,
  code_mark text not null,
  tries smallint not null default 0,
  expires_at timestamp with time zone not null,
  phone jsonb,
  sealed text,
  PRIMARY KEY (person_key)
);

create table preference (
  person_key text not null,
  language text,
  zone text,
  quiet_from time without time zone,
  quiet_until time without time zone,
  digest_at time without time zone,
  channels jsonb not null default '{}'::jsonb,
  phone jsonb,
  post_lines jsonb,
  sealed text,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (person_key)
);

create table print_batch (
  id uuid not null,
  letters integer not null,
  made_at timestamp with time zone not null,
  handed_over_at timestamp with time zone,
  content bytea not null,
  PRIMARY KEY (id)
);

create table provider (
  id text not null,
  channel text not null,
  paused boolean not null default false,
  failures integer not null default 0,
  away_until timestamp with time zone,
  last_error text,
  last_sent_at timestamp with time zone,
  second_at timestamp with time zone,
  in_second integer not null default 0,
  day date,
  in_day integer not null default 0,
  PRIMARY KEY (id)
);

create table push_device (
  id uuid not null,
  person_key text not null,
  endpoint_mark text not null,
  since timestamp with time zone not null,
  subscription jsonb,
  sealed text,
  PRIMARY KEY (id),
  UNIQUE (person_key, endpoint_mark)
);

create table sender (
  organisation_id text not null,
  name text not null,
  callback_url text,
  per_day integer not null,
  active boolean not null,
  day date,
  in_day integer not null default 0,
  PRIMARY KEY (organisation_id)
);

create table suppression (
  id uuid not null,
  channel text not null,
  address_mark text not null,
  reason text not null,
  matter text,
  detail text,
  since timestamp with time zone not null,
  lifted_at timestamp with time zone,
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX suppression_open ON suppression USING btree (channel, address_mark, COALESCE(matter, ''::text)) WHERE (lifted_at IS NULL);

create table tally (
  day date not null,
  template text not null,
  channel text not null,
  sent integer not null default 0,
  delivered integer not null default 0,
  failed integer not null default 0,
  in_time integer not null default 0,
  PRIMARY KEY (day, template, channel)
);

create table template (
  id uuid not null,
  code text not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (code)
);

create table template_version (
  id uuid not null,
  template_id uuid not null,
  version integer,
  content jsonb not null,
  digest text not null,
  author_id text not null,
  author_name text not null,
  changed_at timestamp with time zone not null,
  publisher_name text,
  published_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (template_id) REFERENCES template(id),
  UNIQUE (template_id, version)
);
CREATE UNIQUE INDEX template_draft ON template_version USING btree (template_id) WHERE (version IS NULL);
