-- Made from 1 migrations (125e661a8a42a74d) by npm run generate; for reading only.

create table assignment (
  dossier_id uuid not null,
  round integer not null,
  person_id uuid not null,
  name text not null,
  assigned_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  recused_at timestamp with time zone,
  reason text,
  opinion text,
  opinion_text text,
  opinion_at timestamp with time zone,
  PRIMARY KEY (dossier_id, round, person_id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id),
  CHECK ((opinion = ANY (ARRAY['positive'::text, 'conditional'::text, 'negative'::text])))
);
CREATE INDEX assignment_person ON assignment USING btree (person_id) WHERE (recused_at IS NULL);

create table check_run (
  id uuid not null,
  dossier_id uuid not null,
  version integer not null,
  at timestamp with time zone not null,
  reason text not null,
  digest text not null,
  results jsonb not null,
  PRIMARY KEY (id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id),
  CHECK ((reason = ANY (ARRAY['submission'::text, 'register'::text, 'hand'::text, 'conclusion'::text])))
);
CREATE INDEX check_run_dossier ON check_run USING btree (dossier_id, id DESC);

create table conclusion (
  id uuid not null,
  dossier_id uuid not null,
  round integer not null,
  outcome text not null,
  text text not null,
  made_at timestamp with time zone not null,
  run_id uuid not null,
  pdf bytea not null,
  sha256 text not null,
  verification_code text not null,
  signed_at timestamp with time zone,
  dropped_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id),
  CHECK ((outcome = ANY (ARRAY['positive'::text, 'conditional'::text, 'negative'::text]))),
  FOREIGN KEY (run_id) REFERENCES check_run(id),
  UNIQUE (verification_code)
);
CREATE UNIQUE INDEX conclusion_standing ON conclusion USING btree (dossier_id) WHERE (dropped_at IS NULL);

create table condition (
  conclusion_id uuid not null,
  number integer not null,
  text text not null,
  due_on date not null,
  met_at timestamp with time zone,
  note text,
  PRIMARY KEY (conclusion_id, number),
  FOREIGN KEY (conclusion_id) REFERENCES conclusion(id)
);

create table dossier (
  id uuid not null,
  key text,
  number text not null,
  kind text not null,
  organisation_id text not null,
  parent_id uuid,
  title text not null,
  words text not null,
  purpose text not null,
  touches jsonb not null,
  planned jsonb not null,
  state text not null,
  outcome text,
  version integer not null,
  revision integer not null,
  round integer not null,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  decided_at timestamp with time zone,
  clock_used integer not null,
  clock_since date,
  due_on date,
  answers_due date,
  appeal_until date,
  PRIMARY KEY (id),
  UNIQUE (key),
  CHECK ((kind = ANY (ARRAY['proposal'::text, 'feasibility'::text, 'specification'::text]))),
  UNIQUE (number),
  CHECK ((outcome = ANY (ARRAY['positive'::text, 'conditional'::text, 'negative'::text]))),
  FOREIGN KEY (parent_id) REFERENCES dossier(id)
);
CREATE INDEX dossier_decided ON dossier USING btree (decided_at) WHERE (decided_at IS NOT NULL);
CREATE INDEX dossier_due ON dossier USING btree (due_on) WHERE (due_on IS NOT NULL);
CREATE INDEX dossier_functions ON dossier USING gin (((touches -> 'functions'::text)) jsonb_path_ops);
CREATE INDEX dossier_organisation ON dossier USING btree (organisation_id, id DESC);
CREATE INDEX dossier_parent ON dossier USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX dossier_state ON dossier USING btree (state, id DESC);

create table dossier_version (
  dossier_id uuid not null,
  version integer not null,
  content jsonb not null,
  at timestamp with time zone not null,
  by_name text not null,
  PRIMARY KEY (dossier_id, version),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id)
);

create table examiner (
  person_id uuid not null,
  name text not null,
  organisation_id text not null,
  competences jsonb not null,
  certificates jsonb not null,
  interests jsonb not null,
  active boolean not null,
  PRIMARY KEY (person_id)
);

create table file (
  id uuid not null,
  dossier_id uuid not null,
  version integer not null,
  name text not null,
  mime_type text not null,
  size integer not null,
  sha256 text not null,
  content bytea not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  removed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id)
);
CREATE INDEX file_dossier ON file USING btree (dossier_id);

create table history (
  id uuid not null,
  dossier_id uuid not null,
  what text not null,
  state text not null,
  by_name text not null,
  text text,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id)
);
CREATE INDEX history_dossier ON history USING btree (dossier_id, id);

create table remark (
  id uuid not null,
  dossier_id uuid not null,
  number integer not null,
  part text not null,
  clause text not null,
  state text not null,
  by_id uuid not null,
  by_name text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id),
  UNIQUE (dossier_id, number),
  CHECK ((state = ANY (ARRAY['written'::text, 'open'::text, 'answered'::text, 'accepted'::text])))
);

create table remark_turn (
  id uuid not null,
  remark_id uuid not null,
  what text not null,
  text text not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (remark_id) REFERENCES remark(id),
  CHECK ((what = ANY (ARRAY['put'::text, 'answered'::text, 'again'::text, 'accepted'::text])))
);
CREATE INDEX remark_turn_remark ON remark_turn USING btree (remark_id, id);

create table signature (
  id uuid not null,
  conclusion_id uuid not null,
  person_id uuid not null,
  name text not null,
  signed_as text not null,
  prepared_at timestamp with time zone not null,
  made_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (conclusion_id) REFERENCES conclusion(id),
  CHECK ((signed_as = ANY (ARRAY['examiner'::text, 'chief'::text])))
);
CREATE INDEX signature_conclusion ON signature USING btree (conclusion_id);
CREATE UNIQUE INDEX signature_once ON signature USING btree (conclusion_id, signed_as) WHERE (made_at IS NOT NULL);

create table worked_on (
  dossier_id uuid not null,
  person_id uuid not null,
  PRIMARY KEY (dossier_id, person_id),
  FOREIGN KEY (dossier_id) REFERENCES dossier(id)
);
