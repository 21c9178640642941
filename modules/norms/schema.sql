-- Made from 2 migrations (5092ff852727f04f) by npm run generate; for reading only.

create table act (
  id uuid not null,
  code text not null,
  kind text not null,
  title jsonb not null,
  number text,
  adopted date not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (code),
  CHECK ((kind = ANY (ARRAY['law'::text, 'rules'::text, 'methodology'::text])))
);

create table clause (
  id uuid not null,
  act_id uuid not null,
  number text not null,
  text jsonb not null,
  valid_from date not null,
  valid_until date,
  PRIMARY KEY (id),
  FOREIGN KEY (act_id) REFERENCES act(id),
  CHECK ((valid_until > valid_from))
);
CREATE UNIQUE INDEX clause_now ON clause USING btree (act_id, number) WHERE (valid_until IS NULL);

create table consultation (
  id uuid not null,
  organisation_id text not null,
  topic text not null,
  question text not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  answer text,
  answered_by_name text,
  answered_at timestamp with time zone,
  clauses text[] not null default '{}'::text[],
  public_question text,
  public_answer text,
  published_at timestamp with time zone,
  words text not null,
  PRIMARY KEY (id)
);
CREATE INDEX consultation_organisation ON consultation USING btree (organisation_id, id DESC);

create table methodology (
  code text not null,
  version integer not null,
  valid_from date not null,
  steps jsonb not null,
  PRIMARY KEY (code, version),
  FOREIGN KEY (code) REFERENCES act(code)
);

create table model_entry (
  version_id uuid not null,
  code text not null,
  parent text,
  title jsonb not null,
  maps text[] not null default '{}'::text[],
  PRIMARY KEY (version_id, code),
  FOREIGN KEY (version_id) REFERENCES model_version(id)
);

create table model_version (
  id uuid not null,
  model text not null,
  version integer not null,
  note text,
  written_by uuid[] not null,
  written_by_name text not null,
  at timestamp with time zone not null,
  valid_from date,
  published_by_name text,
  published_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((published_at IS NULL) = (valid_from IS NULL))),
  UNIQUE (model, version)
);
CREATE UNIQUE INDEX model_draft ON model_version USING btree (model) WHERE (published_at IS NULL);
