-- Made from 4 migrations (269b5e45be705131) by npm run generate; for reading only.

create table analysis_run (
  id uuid not null,
  at timestamp with time zone not null,
  found integer not null,
  PRIMARY KEY (id)
);
CREATE INDEX analysis_run_at ON analysis_run USING btree (at DESC);

create table attestation (
  id uuid not null,
  element_id uuid not null,
  revision integer not null,
  at timestamp with time zone not null,
  by_name text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (element_id) REFERENCES element(id)
);
CREATE INDEX attestation_element ON attestation USING btree (element_id, at DESC);

create table change (
  id uuid not null,
  organisation_id text not null,
  title text not null,
  reason text not null,
  items jsonb not null,
  state text not null,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision_reason text,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text])))
);
CREATE INDEX change_open ON change USING btree (asked_at) WHERE (state = 'asked'::text);
CREATE INDEX change_organisation ON change USING btree (organisation_id, id DESC);

create table element (
  id uuid not null,
  kind text not null,
  code text not null,
  PRIMARY KEY (id),
  UNIQUE (kind, code)
);

create table element_version (
  id uuid not null,
  element_id uuid not null,
  kind text not null,
  code text not null,
  valid_from date not null,
  valid_until date,
  known_from timestamp with time zone not null,
  known_until timestamp with time zone,
  revision integer not null,
  owner_id text,
  name jsonb not null,
  words text not null,
  facts jsonb not null,
  provenance text not null,
  confidence smallint not null,
  level smallint not null,
  by_name text not null,
  change_id uuid,
  PRIMARY KEY (id),
  CHECK ((valid_until > valid_from)),
  CHECK (((confidence >= 0) AND (confidence <= 100))),
  FOREIGN KEY (element_id) REFERENCES element(id),
  CHECK (((level >= 0) AND (level <= 2))),
  CHECK ((provenance = ANY (ARRAY['declared'::text, 'imported'::text, 'observed'::text, 'attested'::text])))
);
CREATE INDEX element_version_counted ON element_version USING btree (kind, owner_id, level, valid_from, valid_until) WHERE (known_until IS NULL);
CREATE INDEX element_version_facts ON element_version USING gin (facts jsonb_path_ops) WHERE (known_until IS NULL);
CREATE INDEX element_version_feed ON element_version USING btree (known_from, id);
CREATE INDEX element_version_listed ON element_version USING btree (kind, code);
CREATE INDEX element_version_of ON element_version USING btree (element_id, known_from);
CREATE INDEX element_version_owner ON element_version USING btree (owner_id, kind) WHERE (known_until IS NULL);
CREATE INDEX element_version_present ON element_version USING btree (element_id) WHERE (known_until IS NULL);
CREATE INDEX element_version_words ON element_version USING gin (to_tsvector('simple'::regconfig, words)) WHERE (known_until IS NULL);
CREATE TRIGGER element_version_marks AFTER INSERT OR DELETE OR UPDATE ON element_version FOR EACH STATEMENT EXECUTE FUNCTION mark_written();

create table finding (
  id uuid not null,
  kind text not null,
  element_id uuid not null,
  other_id uuid not null,
  score numeric(5,4),
  saving bigint not null default 0,
  evidence jsonb not null,
  found_at timestamp with time zone not null,
  gone_at timestamp with time zone,
  state text not null default 'open'::text,
  fix_id uuid,
  note text,
  settled_by_name text,
  settled_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (element_id) REFERENCES element(id),
  FOREIGN KEY (fix_id) REFERENCES element(id),
  UNIQUE (kind, element_id, other_id),
  FOREIGN KEY (other_id) REFERENCES element(id),
  CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'dismissed'::text])))
);
CREATE INDEX finding_element ON finding USING btree (element_id) WHERE (gone_at IS NULL);
CREATE INDEX finding_present ON finding USING btree (kind, id) WHERE (gone_at IS NULL);

create table relation (
  id uuid not null,
  kind text not null,
  from_id uuid not null,
  to_id uuid not null,
  PRIMARY KEY (id),
  FOREIGN KEY (from_id) REFERENCES element(id),
  UNIQUE (kind, from_id, to_id),
  FOREIGN KEY (to_id) REFERENCES element(id)
);

create table relation_version (
  id uuid not null,
  relation_id uuid not null,
  kind text not null,
  from_id uuid not null,
  to_id uuid not null,
  valid_from date not null,
  valid_until date,
  known_from timestamp with time zone not null,
  known_until timestamp with time zone,
  facts jsonb not null,
  by_name text not null,
  change_id uuid,
  PRIMARY KEY (id),
  CHECK ((valid_until > valid_from)),
  FOREIGN KEY (relation_id) REFERENCES relation(id)
);
CREATE INDEX relation_version_from ON relation_version USING btree (from_id, kind) WHERE (known_until IS NULL);
CREATE INDEX relation_version_kind ON relation_version USING btree (kind) WHERE (known_until IS NULL);
CREATE INDEX relation_version_of ON relation_version USING btree (relation_id, known_from);
CREATE INDEX relation_version_to ON relation_version USING btree (to_id, kind) WHERE (known_until IS NULL);
CREATE TRIGGER relation_version_marks AFTER INSERT OR DELETE OR UPDATE ON relation_version FOR EACH STATEMENT EXECUTE FUNCTION mark_written();

create table written (
  id bigint not null,
  times bigint not null default 1,
  PRIMARY KEY (id)
);
