-- Made from 1 migrations (ae5ba98ee8b1113d) by npm run generate; for reading only.

create table done (
  entry_id uuid not null,
  at timestamp with time zone not null,
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
  purpose text,
  PRIMARY KEY (entry_id)
);
CREATE INDEX done_for ON done USING btree (for_kind, for_id, entry_id);

create table power (
  id uuid not null,
  origin text not null,
  role text not null,
  giver_kind text not null,
  giver_id text not null,
  giver_name jsonb,
  taker_kind text not null,
  taker_id text not null,
  taker_name jsonb,
  words text,
  sealed text,
  services text[],
  acts text[],
  further boolean not null default false,
  parent_id uuid,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  state text not null,
  made_by uuid,
  made_at timestamp with time zone not null,
  offered_at timestamp with time zone,
  answered_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  signature jsonb,
  PRIMARY KEY (id),
  CHECK (((giver_kind <> taker_kind) OR (giver_id <> taker_id))),
  CHECK ((ended_by = ANY (ARRAY['giver'::text, 'taker'::text, 'register'::text, 'source'::text]))),
  CHECK ((giver_kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  CHECK ((origin = ANY (ARRAY['register'::text, 'granted'::text, 'clients'::text, 'paper'::text, 'handed-over'::text]))),
  FOREIGN KEY (parent_id) REFERENCES power(id),
  CHECK ((state = ANY (ARRAY['draft'::text, 'offered'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text]))),
  CHECK ((taker_kind = ANY (ARRAY['person'::text, 'organisation'::text])))
);
CREATE INDEX power_giver ON power USING btree (giver_kind, giver_id, id);
CREATE INDEX power_paper ON power USING btree (id) WHERE ((origin = 'paper'::text) AND (state = 'offered'::text));
CREATE INDEX power_parent ON power USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX power_taker ON power USING btree (taker_kind, taker_id, id);
CREATE UNIQUE INDEX power_client ON power USING btree (parent_id, taker_id) WHERE ((origin = 'clients'::text) AND (state = 'accepted'::text));
CREATE UNIQUE INDEX power_once ON power USING btree (origin, giver_kind, giver_id, taker_id, role) WHERE ((origin = ANY (ARRAY['register'::text, 'handed-over'::text])) AND (state = 'accepted'::text));

create table reading (
  person_key text not null,
  number text,
  name text,
  sealed text,
  read_at timestamp with time zone not null,
  away text[] not null,
  PRIMARY KEY (person_key)
);
CREATE INDEX reading_read ON reading USING btree (read_at);

create table software (
  id uuid not null,
  organisation_id text not null,
  organisation_name jsonb not null,
  name text not null,
  jwk jsonb not null,
  thumbprint text not null,
  services text[] not null,
  acts text[] not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id)
);
CREATE INDEX software_organisation ON software USING btree (organisation_id, id);

create table told (
  person_key text not null,
  revision integer not null,
  PRIMARY KEY (person_key)
);
