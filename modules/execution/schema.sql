-- Made from 1 migrations (5c7c95cca6eff35d) by npm run generate; for reading only.

create table acquaintance (
  id uuid not null,
  document_id uuid not null,
  institution_id text not null,
  note text,
  sealed text,
  due_on date,
  by jsonb not null,
  reminded_at timestamp with time zone,
  PRIMARY KEY (id)
);
CREATE INDEX acquaintance_document ON acquaintance USING btree (document_id);

create table assignment (
  id uuid not null,
  resolution_id uuid not null,
  post_id uuid not null,
  title jsonb not null,
  role text not null,
  state text not null,
  reported_on date,
  done_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (resolution_id) REFERENCES resolution(id),
  UNIQUE (resolution_id, post_id),
  CHECK ((role = ANY (ARRAY['responsible'::text, 'co'::text]))),
  CHECK ((state = ANY (ARRAY['given'::text, 'reported'::text, 'accepted'::text, 'withdrawn'::text])))
);
CREATE INDEX assignment_resolution ON assignment USING btree (resolution_id);

create table extension (
  id uuid not null,
  resolution_id uuid not null,
  until date not null,
  reason text,
  sealed text,
  by jsonb not null,
  granted boolean,
  decided_by jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (resolution_id) REFERENCES resolution(id)
);
CREATE UNIQUE INDEX extension_waits ON extension USING btree (resolution_id) WHERE (granted IS NULL);

create table owed (
  id uuid not null,
  document_id uuid not null,
  call jsonb not null,
  at timestamp with time zone not null,
  done_at timestamp with time zone,
  refused text,
  PRIMARY KEY (id)
);
CREATE INDEX owed_open ON owed USING btree (document_id, id) WHERE (done_at IS NULL);

create table phrase (
  id uuid not null,
  person_id uuid not null,
  text text,
  sealed text,
  used_at timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX phrase_person ON phrase USING btree (person_id, used_at DESC);

create table reading (
  id uuid not null,
  acquaintance_id uuid not null,
  post_id uuid not null,
  title jsonb not null,
  done jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (acquaintance_id) REFERENCES acquaintance(id),
  UNIQUE (acquaintance_id, post_id)
);

create table remark (
  id uuid not null,
  route_id uuid not null,
  approver_id uuid not null,
  round integer not null,
  page integer,
  quote text,
  text text,
  sealed text,
  by jsonb not null,
  PRIMARY KEY (id),
  FOREIGN KEY (route_id) REFERENCES route(id)
);
CREATE INDEX remark_route ON remark USING btree (route_id);

create table report (
  id uuid not null,
  assignment_id uuid not null,
  text text,
  decision_reason text,
  sealed text,
  by jsonb not null,
  decision text,
  decided_by jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (assignment_id) REFERENCES assignment(id),
  CHECK ((decision = ANY (ARRAY['accepted'::text, 'returned'::text])))
);
CREATE INDEX report_assignment ON report USING btree (assignment_id);

create table resolution (
  id uuid not null,
  document_id uuid not null,
  institution_id text not null,
  label smallint not null,
  parent_id uuid,
  depth smallint not null,
  text text,
  sealed text,
  due_on date not null,
  state text not null,
  control text not null,
  control_by jsonb,
  recurrence text,
  follows uuid,
  by_post uuid,
  by_person uuid,
  by jsonb not null,
  given_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((control = ANY (ARRAY['none'::text, 'on'::text, 'removed'::text]))),
  CHECK (((depth >= 1) AND (depth <= 6))),
  UNIQUE (follows),
  FOREIGN KEY (parent_id) REFERENCES assignment(id),
  CHECK ((recurrence = ANY (ARRAY['monthly'::text, 'quarterly'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'executed'::text, 'withdrawn'::text])))
);
CREATE INDEX resolution_document ON resolution USING btree (document_id);
CREATE INDEX resolution_institution ON resolution USING btree (institution_id, given_at);
CREATE INDEX resolution_parent ON resolution USING btree (parent_id);

create table route (
  id uuid not null,
  document_id uuid not null,
  institution_id text not null,
  state text not null,
  round integer not null,
  stages jsonb not null,
  author_id uuid,
  author_post uuid,
  started_by jsonb not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['running'::text, 'returned'::text, 'approved'::text, 'withdrawn'::text])))
);
CREATE INDEX route_document ON route USING btree (document_id);
CREATE UNIQUE INDEX route_open ON route USING btree (document_id) WHERE (state = ANY (ARRAY['running'::text, 'returned'::text]));

create table route_approver (
  id uuid not null,
  route_id uuid not null,
  PRIMARY KEY (id),
  FOREIGN KEY (route_id) REFERENCES route(id)
);
CREATE INDEX route_approver_route ON route_approver USING btree (route_id);

create table task (
  id uuid not null,
  document_id uuid not null,
  institution_id text not null,
  kind text not null,
  object_id uuid not null,
  post_id uuid,
  person_id uuid,
  title jsonb,
  since timestamp with time zone not null,
  due_at timestamp with time zone,
  done_at timestamp with time zone,
  reminded text,
  PRIMARY KEY (id),
  CHECK (((post_id IS NULL) <> (person_id IS NULL))),
  CHECK ((kind = ANY (ARRAY['resolve'::text, 'approve'::text, 'mend'::text, 'execute'::text, 'accept'::text, 'extend'::text, 'control'::text, 'read'::text])))
);
CREATE INDEX task_document ON task USING btree (document_id);
CREATE INDEX task_due ON task USING btree (due_at) WHERE ((done_at IS NULL) AND (due_at IS NOT NULL));
CREATE INDEX task_person ON task USING btree (person_id, due_at) WHERE (done_at IS NULL);
CREATE INDEX task_post ON task USING btree (post_id, due_at) WHERE (done_at IS NULL);
CREATE UNIQUE INDEX task_once ON task USING btree (object_id, kind, COALESCE(post_id, person_id)) WHERE (done_at IS NULL);

create table template (
  id uuid not null,
  institution_id text not null,
  title text not null,
  stages jsonb not null,
  PRIMARY KEY (id),
  UNIQUE (institution_id, title)
);

create table turn (
  document_id uuid not null,
  at text not null,
  PRIMARY KEY (document_id, at),
  CHECK ((at = ANY (ARRAY['telling'::text, 'working'::text])))
);
