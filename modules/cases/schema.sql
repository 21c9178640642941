-- Made from 15 migrations (b97666672f052fdd) by npm run generate; for reading only.

create table agreement (
  task_id uuid not null,
  outcome text not null,
  revision integer not null,
  officer_id text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (task_id),
  FOREIGN KEY (task_id) REFERENCES task(id) ON DELETE CASCADE
);

create table answer (
  case_id uuid not null,
  field text not null,
  value jsonb,
  source text not null,
  at timestamp with time zone not null,
  register text,
  message_id text,
  revision integer,
  form_key text,
  sealed text,
  PRIMARY KEY (case_id, field),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  CHECK ((source = ANY (ARRAY['typed'::text, 'register'::text, 'officer'::text])))
);
CREATE INDEX answer_clear ON answer USING btree (case_id) WHERE (value IS NOT NULL);

create table asked (
  id uuid not null,
  message_id text not null,
  client_id text not null,
  target text not null,
  person_key text not null,
  case_id uuid,
  title jsonb not null,
  at timestamp with time zone not null,
  asked_by text,
  PRIMARY KEY (id),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE SET NULL,
  UNIQUE (person_key, message_id)
);
CREATE INDEX asked_by ON asked USING btree (asked_by, at) WHERE (asked_by IS NOT NULL);
CREATE INDEX asked_case ON asked USING btree (case_id);
CREATE INDEX asked_person ON asked USING btree (person_key, id);

create table attachment (
  id uuid not null,
  case_id uuid not null,
  field text not null,
  content bytea not null,
  PRIMARY KEY (id),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE
);
CREATE INDEX attachment_case ON attachment USING btree (case_id, field);

create table barred (
  case_id uuid not null,
  officer_id text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (case_id, officer_id),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE
);

create table case_file (
  id uuid not null,
  number text,
  service_id text not null,
  version text not null,
  title jsonb not null,
  state text not null,
  outcome text,
  language text not null,
  applicant_kind text not null,
  applicant_id text not null,
  applicant_name text,
  applicant_numbers jsonb not null,
  contact_key text,
  office_id text,
  region_code text,
  office_name jsonb,
  revision integer not null default 0,
  started_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  due_on date,
  paused_at timestamp with time zone,
  overdue_at timestamp with time zone,
  decision jsonb,
  decided_at timestamp with time zone,
  closed_at timestamp with time zone,
  taken text[] not null default '{}'::text[],
  sealed text,
  name_marks text[],
  erased_at timestamp with time zone,
  visit_id uuid,
  PRIMARY KEY (id),
  CHECK ((applicant_kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  CHECK (((state = 'draft'::text) = (number IS NULL))),
  CHECK (((state = 'closed'::text) = (outcome IS NOT NULL))),
  UNIQUE (number),
  CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'payment'::text, 'clarification'::text, 'decided'::text, 'closed'::text])))
);
CREATE INDEX case_file_applicant ON case_file USING btree (applicant_id, started_at DESC);
CREATE INDEX case_file_clear ON case_file USING btree (id) WHERE ((decision IS NOT NULL) OR (applicant_name IS NOT NULL));
CREATE INDEX case_file_closed ON case_file USING btree (service_id, closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX case_file_due ON case_file USING btree (due_on) WHERE ((overdue_at IS NULL) AND (state = ANY (ARRAY['submitted'::text, 'clarification'::text])));
CREATE INDEX case_file_idle ON case_file USING btree (changed_at) WHERE (state = 'draft'::text);
CREATE INDEX case_file_name ON case_file USING gin (name_marks);
CREATE INDEX case_file_over ON case_file USING btree (closed_at) WHERE ((closed_at IS NOT NULL) AND (erased_at IS NULL));
CREATE INDEX case_file_sent ON case_file USING btree (service_id, submitted_at) WHERE (submitted_at IS NOT NULL);

create table clarification (
  id uuid not null,
  case_id uuid not null,
  task_id uuid not null,
  field text not null,
  question text,
  previous jsonb,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  answer jsonb,
  note text,
  sealed text,
  PRIMARY KEY (id),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  FOREIGN KEY (task_id) REFERENCES task(id)
);
CREATE UNIQUE INDEX clarification_open ON clarification USING btree (case_id) WHERE (answered_at IS NULL);

create table history (
  id uuid not null,
  case_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  node text,
  actor text,
  internal boolean not null,
  facts jsonb,
  sealed text,
  PRIMARY KEY (id),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE
);
CREATE INDEX history_case ON history USING btree (case_id, id);
CREATE INDEX history_clear ON history USING btree (id) WHERE ((actor IS NOT NULL) OR (facts IS NOT NULL));

create table invoice (
  case_id uuid not null,
  node text not null,
  invoice_id uuid not null,
  amount_minor bigint not null,
  currency text not null,
  reasons jsonb not null,
  paid_at timestamp with time zone,
  receipt_no text,
  refunded_at timestamp with time zone,
  PRIMARY KEY (case_id, node),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  UNIQUE (invoice_id)
);

create table message (
  id text not null,
  case_id uuid not null,
  kind text not null,
  node text,
  check_name text,
  type text not null,
  content jsonb,
  state text not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  answered_at timestamp with time zone,
  response_id text,
  sender text,
  response jsonb,
  rejection jsonb,
  sealed text,
  items integer[] not null default '{}'::integer[],
  PRIMARY KEY (id),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['sync'::text, 'request'::text, 'card'::text]))),
  CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'answered'::text, 'rejected'::text, 'failed'::text])))
);
CREATE INDEX message_case ON message USING btree (case_id);
CREATE INDEX message_node ON message USING btree (case_id, node) WHERE (node IS NOT NULL);
CREATE INDEX message_waiting ON message USING btree (case_id) WHERE (answered_at IS NULL);

create table output (
  id uuid not null,
  case_id uuid not null,
  node text not null,
  code text not null,
  title jsonb not null,
  number text not null,
  verification_code text not null,
  issued_at timestamp with time zone not null,
  valid_until date,
  revoked_at timestamp with time zone,
  revocation_reason text,
  sha256 text not null,
  pdf bytea not null,
  facts jsonb,
  sealed text,
  accessible bytea,
  PRIMARY KEY (id),
  FOREIGN KEY (case_id) REFERENCES case_file(id),
  UNIQUE (case_id, node),
  UNIQUE (verification_code)
);
CREATE INDEX output_clear ON output USING btree (id) WHERE ((facts IS NOT NULL) OR (revocation_reason IS NOT NULL));

create table reading (
  case_id uuid not null,
  register text not null,
  path text,
  state text not null,
  body jsonb,
  at timestamp with time zone not null,
  message_id text,
  sealed text,
  PRIMARY KEY (case_id, register),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['received'::text, 'not-found'::text, 'failed'::text, 'needs-consent'::text])))
);

create table second_eyes (
  office_id text not null,
  service_id text not null,
  outcome text not null,
  fee_over_minor bigint,
  set_by text not null,
  set_at timestamp with time zone not null,
  PRIMARY KEY (office_id, service_id, outcome)
);

create table subject (
  case_id uuid not null,
  person_key text not null,
  role text not null,
  PRIMARY KEY (case_id, person_key),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE
);
CREATE INDEX subject_person ON subject USING btree (person_key);

create table task (
  id uuid not null,
  case_id uuid not null,
  token_id uuid not null,
  node text not null,
  duty text not null,
  office_id text not null,
  region_code text not null,
  state text not null,
  assignee_id text,
  assignee_name text,
  created_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  items integer[] not null default '{}'::integer[],
  about text,
  sealed text,
  PRIMARY KEY (id),
  FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['open'::text, 'claimed'::text, 'waiting'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX task_case ON task USING btree (case_id);
CREATE INDEX task_clear ON task USING btree (id) WHERE (about IS NOT NULL);
CREATE INDEX task_queue ON task USING btree (office_id, duty, state);
