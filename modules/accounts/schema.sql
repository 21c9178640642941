-- Made from 3 migrations (0ac9bc358c3481e4) by npm run generate; for reading only.

create table attempt (
  key text not null,
  count integer not null,
  since timestamp with time zone not null,
  PRIMARY KEY (key)
);

create table barrier (
  id uuid not null,
  number text not null,
  facts jsonb,
  sealed text,
  reported_at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (number)
);

create table closing (
  person_id uuid not null,
  person_key text not null,
  asked_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  PRIMARY KEY (person_id)
);
CREATE INDEX closing_due ON closing USING btree (closes_at);

create table invitation (
  id uuid not null,
  facts jsonb,
  sealed text,
  invited_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  PRIMARY KEY (id)
);

create table passport (
  person_key text not null,
  facts jsonb,
  sealed text,
  facts_mark text not null,
  PRIMARY KEY (person_key)
);

create table recovery (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  created_at timestamp with time zone not null,
  ready_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  taken_until timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['password'::text, 'everything'::text, 'office'::text])))
);
CREATE INDEX recovery_person ON recovery USING btree (person_id);
CREATE UNIQUE INDEX recovery_open ON recovery USING btree (person_id) WHERE (used_at IS NULL);

create table registration (
  id uuid not null,
  way text not null,
  facts jsonb,
  sealed text,
  invitation_id uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  used_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((way = ANY (ARRAY['number'::text, 'passport'::text])))
);
CREATE INDEX registration_expiry ON registration USING btree (expires_at);

create table request (
  id uuid not null,
  kind text not null,
  person_id uuid not null,
  other_id uuid,
  facts jsonb,
  sealed text,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  approved boolean,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['join'::text, 'merge'::text, 'recover'::text])))
);
CREATE INDEX request_open ON request USING btree (id) WHERE (decided_at IS NULL);

create table sponsorship (
  id uuid not null,
  person_id uuid not null,
  name text not null,
  organisation_id text not null,
  asked_at timestamp with time zone not null,
  answered_by uuid,
  answered_at timestamp with time zone,
  vouched boolean,
  PRIMARY KEY (id)
);
CREATE INDEX sponsorship_organisation ON sponsorship USING btree (organisation_id, id) WHERE (answered_at IS NULL);
CREATE UNIQUE INDEX sponsorship_open ON sponsorship USING btree (person_id, organisation_id) WHERE (answered_at IS NULL);
