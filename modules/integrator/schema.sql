-- Made from 1 migrations (43b845f9f1569eb0) by npm run generate; for reading only.

create table answer (
  id uuid not null,
  campaign_id uuid not null,
  organisation_id text not null,
  state text not null,
  facts jsonb not null default '{}'::jsonb,
  facts_version integer not null default 1,
  change_ids uuid[] not null default '{}'::uuid[],
  sent_at timestamp with time zone,
  sent_by_name text,
  accepted_at timestamp with time zone,
  accepted_by_name text,
  reminders integer not null default 0,
  reminded_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (campaign_id) REFERENCES campaign(id),
  UNIQUE (campaign_id, organisation_id),
  CHECK ((state = ANY (ARRAY['preparing'::text, 'open'::text, 'sent'::text, 'clarify'::text, 'accepted'::text])))
);
CREATE INDEX answer_organisation ON answer USING btree (organisation_id, id DESC);

create table answer_item (
  id uuid not null,
  answer_id uuid not null,
  section text not null,
  element_id uuid not null,
  kind text not null,
  code text not null,
  name jsonb not null,
  revision integer not null,
  facts jsonb not null,
  verdict text,
  changed jsonb not null default '{}'::jsonb,
  reason text,
  version integer not null default 1,
  by_name text,
  at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (answer_id, element_id),
  FOREIGN KEY (answer_id) REFERENCES answer(id),
  CHECK ((verdict = ANY (ARRAY['same'::text, 'changed'::text, 'gone'::text, 'missing'::text])))
);
CREATE INDEX answer_item_section ON answer_item USING btree (answer_id, section, code);

create table answer_remark (
  id uuid not null,
  answer_id uuid not null,
  item_id uuid,
  by_integrator boolean not null,
  by_name text not null,
  text text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (answer_id) REFERENCES answer(id),
  FOREIGN KEY (item_id) REFERENCES answer_item(id)
);
CREATE INDEX answer_remark_answer ON answer_remark USING btree (answer_id, id);

create table assessment (
  id uuid not null,
  organisation_id text not null,
  year integer not null,
  model integer not null,
  state text not null,
  levels jsonb,
  score numeric(3,2),
  sent_by_name text,
  sent_at timestamp with time zone,
  examined_by_name text,
  examined_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (organisation_id, year),
  CHECK ((state = ANY (ARRAY['draft'::text, 'sent'::text, 'examined'::text])))
);

create table campaign (
  id uuid not null,
  title text not null,
  opens date not null,
  due date not null,
  version integer not null,
  opened_by_name text not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by_name text,
  PRIMARY KEY (id),
  CHECK ((due >= opens))
);

create table claim (
  assessment_id uuid not null,
  criterion text not null,
  met boolean not null,
  evidence text not null,
  granted boolean,
  note text,
  version integer not null default 1,
  PRIMARY KEY (assessment_id, criterion),
  FOREIGN KEY (assessment_id) REFERENCES assessment(id)
);

create table measure (
  id uuid not null,
  organisation_id text not null,
  title text not null,
  part text,
  responsible text not null,
  due date not null,
  done_on date,
  done_by_name text,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX measure_open ON measure USING btree (due) WHERE (done_on IS NULL);
CREATE INDEX measure_organisation ON measure USING btree (organisation_id, due);

create table project (
  id uuid not null,
  organisation_id text not null,
  template text not null,
  methodology text not null,
  methodology_version integer not null,
  stage text not null,
  started_on date not null,
  PRIMARY KEY (id),
  UNIQUE (organisation_id),
  CHECK ((stage = ANY (ARRAY['preparation'::text, 'as-is'::text, 'to-be'::text, 'roadmap'::text, 'approval'::text, 'support'::text])))
);

create table project_move (
  id uuid not null,
  project_id uuid not null,
  from_stage text not null,
  to_stage text not null,
  reason text,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (project_id) REFERENCES project(id)
);

create table project_step (
  project_id uuid not null,
  step text not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (project_id, step),
  FOREIGN KEY (project_id) REFERENCES project(id)
);

create table proposal (
  id uuid not null,
  template text not null,
  organisation_id text not null,
  part jsonb not null,
  removes boolean not null,
  reason text not null,
  state text not null,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision_reason text,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['asked'::text, 'accepted'::text, 'declined'::text])))
);

create table template_version (
  code text not null,
  version integer not null,
  parts jsonb not null,
  at timestamp with time zone not null,
  proposal_id uuid not null,
  PRIMARY KEY (code, version)
);

create table visit (
  id uuid not null,
  project_id uuid not null,
  held_on date not null,
  notes text not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (project_id) REFERENCES project(id)
);

create table waiver (
  id uuid not null,
  organisation_id text not null,
  template text not null,
  part text not null,
  reason text not null,
  until date not null,
  state text not null,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision_reason text,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'declined'::text])))
);
CREATE UNIQUE INDEX waiver_asked ON waiver USING btree (organisation_id, template, part) WHERE (state = 'asked'::text);
