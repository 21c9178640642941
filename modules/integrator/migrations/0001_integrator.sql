-- Inventory: a campaign asks bodies, each answers element by element.
create table campaign (
  id uuid primary key,
  title text not null,
  opens date not null,
  due date not null,
  version integer not null,
  opened_by_name text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by_name text,
  check (due >= opens)
);
create table answer (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  organisation_id text not null,
  state text not null check (state in ('preparing', 'open', 'sent', 'clarify', 'accepted')),
  facts jsonb not null default '{}',
  facts_version integer not null default 1,
  change_ids uuid[] not null default '{}',
  sent_at timestamptz,
  sent_by_name text,
  accepted_at timestamptz,
  accepted_by_name text,
  reminders integer not null default 0,
  reminded_at timestamptz,
  unique (campaign_id, organisation_id)
);
create index answer_organisation on answer (organisation_id, id desc);
create table answer_item (
  id uuid primary key,
  answer_id uuid not null references answer,
  section text not null,
  element_id uuid not null,
  kind text not null,
  code text not null,
  name jsonb not null,
  revision integer not null,
  facts jsonb not null,
  verdict text check (verdict in ('same', 'changed', 'gone', 'missing')),
  changed jsonb not null default '{}',
  reason text,
  version integer not null default 1,
  by_name text,
  at timestamptz,
  unique (answer_id, element_id)
);
create index answer_item_section on answer_item (answer_id, section, code);
create table answer_remark (
  id uuid primary key,
  answer_id uuid not null references answer,
  item_id uuid references answer_item,
  by_integrator boolean not null,
  by_name text not null,
  text text not null,
  at timestamptz not null
);
create index answer_remark_answer on answer_remark (answer_id, id);

-- Maturity: a body assesses itself once a year by a version of the model, the integrator examines.
create table assessment (
  id uuid primary key,
  organisation_id text not null,
  year integer not null,
  model integer not null,
  state text not null check (state in ('draft', 'sent', 'examined')),
  levels jsonb,
  score numeric(3, 2),
  sent_by_name text,
  sent_at timestamptz,
  examined_by_name text,
  examined_at timestamptz,
  unique (organisation_id, year)
);
create table claim (
  assessment_id uuid not null references assessment,
  criterion text not null,
  met boolean not null,
  evidence text not null,
  granted boolean,
  note text,
  version integer not null default 1,
  primary key (assessment_id, criterion)
);

-- Bodies: templates they are compared with, waivers, projects of their architecture.
create table template_version (
  code text not null,
  version integer not null,
  parts jsonb not null,
  at timestamptz not null,
  proposal_id uuid not null,
  primary key (code, version)
);
create table proposal (
  id uuid primary key,
  template text not null,
  organisation_id text not null,
  part jsonb not null,
  removes boolean not null,
  reason text not null,
  state text not null check (state in ('asked', 'accepted', 'declined')),
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text
);
create table waiver (
  id uuid primary key,
  organisation_id text not null,
  template text not null,
  part text not null,
  reason text not null,
  until date not null,
  state text not null check (state in ('asked', 'granted', 'declined')),
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text
);
create unique index waiver_asked on waiver (organisation_id, template, part) where state = 'asked';
create table project (
  id uuid primary key,
  organisation_id text not null unique,
  template text not null,
  methodology text not null,
  methodology_version integer not null,
  stage text not null check (stage in ('preparation', 'as-is', 'to-be', 'roadmap', 'approval', 'support')),
  started_on date not null
);
create table project_move (
  id uuid primary key,
  project_id uuid not null references project,
  from_stage text not null,
  to_stage text not null,
  reason text,
  by_name text not null,
  at timestamptz not null
);
create table project_step (
  project_id uuid not null references project,
  step text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (project_id, step)
);
create table visit (
  id uuid primary key,
  project_id uuid not null references project,
  held_on date not null,
  notes text not null,
  by_name text not null,
  at timestamptz not null
);
create table measure (
  id uuid primary key,
  organisation_id text not null,
  title text not null,
  part text,
  responsible text not null,
  due date not null,
  done_on date,
  done_by_name text,
  by_name text not null,
  at timestamptz not null
);
create index measure_open on measure (due) where done_on is null;
create index measure_organisation on measure (organisation_id, due);
