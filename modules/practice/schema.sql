-- Made from 2 migrations (520bebb0086f9986) by npm run generate; for reading only.

create table admission (
  id uuid not null,
  institution_id text not null,
  readiness_id uuid,
  state text not null,
  proposed_by uuid,
  proposed_name text,
  proposed_at timestamp with time zone,
  decided_by uuid,
  decided_name text,
  decided_at timestamp with time zone,
  withdrawn_name text,
  withdrawn_at timestamp with time zone,
  reason text,
  PRIMARY KEY (id),
  FOREIGN KEY (readiness_id) REFERENCES readiness(id),
  CHECK ((state = ANY (ARRAY['proposed'::text, 'admitted'::text, 'declined'::text, 'withdrawn'::text])))
);
CREATE INDEX admission_latest ON admission USING btree (institution_id, id DESC);
CREATE UNIQUE INDEX admission_one_proposed ON admission USING btree (institution_id) WHERE (state = 'proposed'::text);

create table attempt (
  id uuid not null,
  person_id uuid not null,
  institution_id text not null,
  task text not null,
  version integer not null,
  facts jsonb not null,
  checks integer not null default 0,
  findings jsonb not null default '[]'::jsonb,
  started_at timestamp with time zone not null,
  checked_at timestamp with time zone,
  passed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (person_id) REFERENCES room(person_id)
);
CREATE INDEX attempt_person ON attempt USING btree (person_id, task, id DESC);

create table certificate (
  id uuid not null,
  person_id uuid not null,
  institution_id text not null,
  role text not null,
  person_name text,
  sealed text,
  issued_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX certificate_institution ON certificate USING btree (institution_id, id DESC);
CREATE INDEX certificate_person ON certificate USING btree (person_id, role, issued_at DESC);

create table partner_message (
  id uuid not null,
  request_id uuid,
  what text not null,
  envelope_id uuid,
  sender text not null,
  content jsonb not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((what = ANY (ARRAY['answer'::text, 'envelope'::text, 'receipt'::text, 'recall'::text])))
);
CREATE INDEX partner_message_answer ON partner_message USING btree (request_id);
CREATE INDEX partner_message_envelope ON partner_message USING btree (envelope_id, at);

create table readiness (
  id uuid not null,
  institution_id text not null,
  played boolean,
  posts jsonb,
  by_name text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  PRIMARY KEY (id),
  CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  CHECK ((outcome = ANY (ARRAY['passed'::text, 'failed'::text])))
);
CREATE INDEX readiness_latest ON readiness USING btree (institution_id, id DESC);
CREATE UNIQUE INDEX readiness_one ON readiness USING btree (institution_id) WHERE (ended_at IS NULL);

create table readiness_result (
  readiness_id uuid not null,
  scenario text not null,
  state text not null,
  marks jsonb not null default '{}'::jsonb,
  evidence jsonb not null default '[]'::jsonb,
  why text,
  ended_at timestamp with time zone,
  PRIMARY KEY (readiness_id, scenario),
  FOREIGN KEY (readiness_id) REFERENCES readiness(id),
  CHECK ((state = ANY (ARRAY['runs'::text, 'passed'::text, 'failed'::text])))
);

create table room (
  person_id uuid not null,
  institution_id text not null,
  practice_id text not null,
  posts jsonb not null,
  entered_at timestamp with time zone not null,
  PRIMARY KEY (person_id),
  UNIQUE (practice_id)
);
