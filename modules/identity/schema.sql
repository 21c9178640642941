-- Made from 12 migrations (c733ba90cfefb378) by npm run generate; for reading only.

create table account (
  login text not null,
  person_id uuid not null,
  password_hash text,
  failed_attempts integer not null default 0,
  locked_until timestamp with time zone,
  demo boolean not null default false,
  PRIMARY KEY (login),
  FOREIGN KEY (person_id) REFERENCES person(id)
);

create table data_access (
  entry_id uuid not null,
  at timestamp with time zone not null,
  subject text not null,
  module text not null,
  action text not null,
  actor_kind text not null,
  actor_name text not null,
  organisation_id text,
  purpose text,
  object_type text not null,
  object_id text not null,
  capacity jsonb,
  PRIMARY KEY (entry_id)
);
CREATE INDEX data_access_subject ON data_access USING btree (subject, at DESC, entry_id DESC);

create table duty (
  person_id uuid not null,
  code text not null,
  organisation_id text not null,
  valid_until timestamp with time zone,
  handed_over_at timestamp with time zone,
  PRIMARY KEY (person_id, code, organisation_id),
  FOREIGN KEY (person_id) REFERENCES person(id)
);

create table factor (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  name text not null,
  secret text,
  sealed text,
  credential_id text,
  public_key bytea,
  counter bigint not null default 0,
  last_step bigint,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_used_at timestamp with time zone,
  suspended_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (credential_id),
  CHECK ((kind = ANY (ARRAY['passkey'::text, 'totp'::text]))),
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX factor_person ON factor USING btree (person_id);

create table grant_request (
  id uuid not null,
  kind text not null,
  person_id uuid not null,
  organisation_id text not null,
  code text,
  role jsonb,
  valid_until timestamp with time zone,
  requested_by uuid not null,
  requested_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  approved boolean,
  PRIMARY KEY (id),
  CHECK (((kind = 'duty'::text) = (code IS NOT NULL))),
  CHECK (((kind = 'mandate'::text) = (role IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['duty'::text, 'mandate'::text]))),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX grant_request_open ON grant_request USING btree (requested_at, id) WHERE (decided_at IS NULL);

create table held_duty (
  person_id uuid not null,
  code text not null,
  organisation_id text not null,
  as_what text not null,
  in_place_of text,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  post_id uuid,
  CHECK ((as_what = ANY (ARRAY['holder'::text, 'acting'::text, 'substitute'::text])))
);
CREATE INDEX held_duty_person ON held_duty USING btree (person_id);

create table held_power (
  person_key text not null,
  power_id uuid not null,
  kind text not null,
  on_behalf_of text not null,
  name jsonb not null,
  role text not null,
  services text[],
  acts text[],
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  PRIMARY KEY (person_key, power_id),
  CHECK ((kind = ANY (ARRAY['organisation'::text, 'person'::text])))
);

create table held_powers_revision (
  person_key text not null,
  revision integer not null,
  PRIMARY KEY (person_key)
);

create table held_revision (
  person_id uuid not null,
  revision integer not null,
  PRIMARY KEY (person_id)
);

create table known_network (
  key bytea not null,
  seen_at timestamp with time zone not null,
  PRIMARY KEY (key)
);
CREATE INDEX known_network_age ON known_network USING btree (seen_at);

create table link (
  id uuid not null,
  person_id uuid not null,
  purpose text not null,
  email text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (person_id) REFERENCES person(id),
  CHECK ((purpose = ANY (ARRAY['activate'::text, 'change-email'::text, 'confirm-email'::text])))
);
CREATE INDEX link_person ON link USING btree (person_id);

create table mail_code (
  id uuid not null,
  uid_hash bytea not null,
  person_id uuid not null,
  tries integer not null default 0,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX mail_code_person ON mail_code USING btree (person_id, created_at);

create table mandate (
  person_id uuid not null,
  organisation_id text not null,
  role jsonb not null,
  valid_until timestamp with time zone,
  revoked_at timestamp with time zone,
  handed_over_at timestamp with time zone,
  PRIMARY KEY (person_id, organisation_id),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  FOREIGN KEY (person_id) REFERENCES person(id)
);

create table oidc_payload (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  expires_at timestamp with time zone,
  consumed_at timestamp with time zone,
  PRIMARY KEY (model, id)
);
CREATE INDEX oidc_expiry ON oidc_payload USING btree (expires_at);
CREATE INDEX oidc_grant ON oidc_payload USING btree (grant_id) WHERE (grant_id IS NOT NULL);
CREATE INDEX oidc_uid ON oidc_payload USING btree (uid) WHERE (uid IS NOT NULL);

create table oidc_record (
  model text not null,
  id_hash bytea not null,
  uid_hash bytea,
  grant_id text,
  sealed bytea not null,
  expires_at timestamp with time zone,
  consumed_at timestamp with time zone,
  PRIMARY KEY (model, id_hash)
);
CREATE INDEX oidc_record_expiry ON oidc_record USING btree (expires_at);
CREATE INDEX oidc_record_grant ON oidc_record USING btree (grant_id) WHERE (grant_id IS NOT NULL);
CREATE INDEX oidc_record_uid ON oidc_record USING btree (uid_hash) WHERE (uid_hash IS NOT NULL);

create table opened_once (
  key uuid not null,
  person_id uuid not null,
  PRIMARY KEY (key)
);

create table organisation (
  id text not null,
  kind text not null,
  name jsonb not null,
  region_code text,
  handed_over_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['government'::text, 'company'::text])))
);

create table person (
  id uuid not null,
  person_key text not null,
  name text not null,
  email text,
  assurance integer not null,
  proofing integer not null default 2,
  phone text,
  language text,
  signed_in_at timestamp with time zone,
  closed_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((assurance >= 1) AND (assurance <= 3))),
  CHECK ((language = ANY (ARRAY['en'::text, 'ru'::text, 'kk'::text, 'uk'::text, 'ar'::text]))),
  UNIQUE (person_key),
  CHECK (((proofing >= 1) AND (proofing <= 3)))
);

create table recovery_code (
  person_id uuid not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  PRIMARY KEY (person_id, code_hash),
  FOREIGN KEY (person_id) REFERENCES person(id)
);

create table session (
  token_hash bytea,
  id uuid not null,
  person_id uuid not null,
  acting_for text,
  assurance integer not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  provider_uid_hash bytea,
  last_seen_at timestamp with time zone not null default now(),
  browser text,
  acting_kind text not null default 'organisation'::text,
  methods text[] not null default '{pwd}'::text[],
  authenticated_at timestamp with time zone not null default now(),
  pending text[] not null default '{}'::text[],
  challenges integer not null default 0,
  network text,
  visit jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (person_id) REFERENCES person(id),
  UNIQUE (provider_uid_hash),
  UNIQUE (token_hash)
);
CREATE INDEX session_expiry ON session USING btree (expires_at);
CREATE INDEX session_person ON session USING btree (person_id);
CREATE INDEX session_visit ON session USING btree (((visit ->> 'id'::text))) WHERE (visit IS NOT NULL);

create table sign_in (
  id uuid not null,
  person_id uuid not null,
  at timestamp with time zone not null,
  succeeded boolean not null,
  methods text[] not null,
  network text,
  browser text,
  PRIMARY KEY (id),
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX sign_in_age ON sign_in USING btree (at);
CREATE INDEX sign_in_person ON sign_in USING btree (person_id, id DESC);

create table sign_in_attempt (
  key bytea not null,
  failures integer not null,
  next_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (key)
);
CREATE INDEX sign_in_attempt_age ON sign_in_attempt USING btree (changed_at);

create table sign_in_step (
  uid_hash bytea not null,
  person_id uuid,
  methods text[] not null default '{}'::text[],
  challenges integer not null default 0,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (uid_hash),
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX sign_in_step_expiry ON sign_in_step USING btree (expires_at);

create table software (
  id uuid not null,
  name text not null,
  jwk jsonb not null,
  scopes text[] not null,
  PRIMARY KEY (id)
);
