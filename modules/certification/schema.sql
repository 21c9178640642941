-- Made from 1 migrations (d4ccb823a8964d4e) by npm run generate; for reading only.

create table adoption (
  version text not null,
  sha256 text not null,
  person_id uuid not null,
  name text not null,
  duty text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (version, sha256, person_id)
);

create table article (
  citation text not null,
  in_force_from date not null,
  until date,
  noted_by text not null,
  PRIMARY KEY (citation)
);

create table candidate (
  id uuid not null,
  organisation_id text not null,
  service_id text not null,
  version text not null,
  title jsonb not null,
  files jsonb not null,
  state text not null,
  submitted_by uuid not null,
  submitted_name text not null,
  submitted_at timestamp with time zone not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamp with time zone,
  reason text,
  appealed_at timestamp with time zone,
  appeal text,
  law_run uuid,
  law_name text,
  law_at timestamp with time zone,
  law_since timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['submitted'::text, 'certified'::text, 'refused'::text, 'withdrawn'::text])))
);
CREATE INDEX candidate_newest ON candidate USING btree (submitted_at DESC, id DESC);
CREATE UNIQUE INDEX candidate_under_way ON candidate USING btree (service_id, version) WHERE (state = 'submitted'::text);

create table certificate (
  id uuid not null,
  place integer not null,
  service_id text not null,
  version text not null,
  title jsonb not null,
  kind text not null,
  candidate_id uuid,
  state text not null,
  statement text not null,
  sha256 text not null,
  articles text[] not null,
  until date,
  issued_at timestamp with time zone not null,
  sealed_at timestamp with time zone,
  seal_serial text,
  seal_xml text,
  reason text,
  PRIMARY KEY (id),
  FOREIGN KEY (candidate_id) REFERENCES candidate(id),
  CHECK ((kind = ANY (ARRAY['tested'::text, 'shipped'::text]))),
  CHECK ((state = ANY (ARRAY['valid'::text, 'reopened'::text, 'withdrawn'::text])))
);
CREATE INDEX certificate_newest ON certificate USING btree (issued_at DESC, id DESC);
CREATE UNIQUE INDEX certificate_valid ON certificate USING btree (service_id, version) WHERE (state = 'valid'::text);

create table exception (
  candidate_id uuid not null,
  suite text not null,
  person_id uuid not null,
  name text not null,
  reason text not null,
  until date not null,
  at timestamp with time zone not null,
  PRIMARY KEY (candidate_id, suite, person_id),
  FOREIGN KEY (candidate_id) REFERENCES candidate(id)
);

create table release (
  id uuid not null,
  certificate_id uuid not null,
  service_id text not null,
  version text not null,
  stage text not null,
  people text[] not null,
  organisations text[] not null,
  per_mille integer not null,
  until timestamp with time zone,
  watch text,
  began_at timestamp with time zone not null,
  stage_at timestamp with time zone not null,
  failed_at timestamp with time zone,
  ended_at timestamp with time zone,
  reason text,
  by_name text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (certificate_id) REFERENCES certificate(id),
  CHECK ((stage = ANY (ARRAY['pilot'::text, 'canary'::text, 'released'::text, 'returned'::text, 'ended'::text])))
);
CREATE INDEX release_newest ON release USING btree (began_at DESC, id DESC);
CREATE UNIQUE INDEX release_under_way ON release USING btree (service_id) WHERE (stage = ANY (ARRAY['pilot'::text, 'canary'::text]));

create table suite_run (
  id uuid not null,
  candidate_id uuid not null,
  suite text not null,
  regulation text not null,
  state text not null,
  done integer not null default 0,
  of integer not null default 0,
  claim uuid,
  lease_until timestamp with time zone,
  queued_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  report jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (candidate_id) REFERENCES candidate(id),
  CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'passed'::text, 'failed'::text, 'stopped'::text])))
);
CREATE INDEX suite_run_of ON suite_run USING btree (candidate_id, queued_at DESC);
CREATE UNIQUE INDEX suite_run_active ON suite_run USING btree (candidate_id, suite) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
