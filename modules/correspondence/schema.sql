-- Made from 6 migrations (ae60ea55cf20df29) by npm run generate; for reading only.

create table admission (
  institution_id text not null,
  report_id uuid,
  admitted_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (institution_id)
);

create table answer (
  letter_id uuid not null,
  document_id uuid not null,
  number text not null,
  numbered_on date not null,
  at timestamp with time zone not null,
  PRIMARY KEY (letter_id, document_id),
  FOREIGN KEY (letter_id) REFERENCES letter(id)
);

create table arrival (
  id uuid not null,
  institution_id text not null,
  sender_id text not null,
  document_id uuid,
  state text not null,
  number text,
  numbered_on date,
  their_number text,
  their_date date,
  sender text,
  subject text,
  reason jsonb,
  sealed text,
  recall_asked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  message_id uuid,
  content_digest text,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['arriving'::text, 'delivered'::text, 'registered'::text, 'in-execution'::text, 'executed'::text, 'refused'::text, 'recalled'::text])))
);
CREATE INDEX arrival_latest ON arrival USING btree (institution_id, changed_at DESC, id DESC);
CREATE UNIQUE INDEX arrival_document ON arrival USING btree (document_id);

create table copy (
  id uuid not null,
  document_id uuid not null,
  institution_id text not null,
  way text not null,
  addressee_id text,
  addressee_mark text not null,
  state text not null,
  number text not null,
  numbered_on date not null,
  their_number text,
  their_date date,
  addressee jsonb,
  subject text,
  reason jsonb,
  sealed text,
  recall_asked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'registered'::text, 'in-execution'::text, 'executed'::text, 'refused'::text, 'recalled'::text, 'handed'::text, 'printed'::text]))),
  CHECK ((way = ANY (ARRAY['exchange'::text, 'cabinet'::text, 'print'::text])))
);
CREATE INDEX copy_document ON copy USING btree (document_id);
CREATE INDEX copy_latest ON copy USING btree (institution_id, changed_at DESC, id DESC);
CREATE UNIQUE INDEX copy_once ON copy USING btree (document_id, addressee_mark) WHERE (state <> ALL (ARRAY['refused'::text, 'recalled'::text]));

create table copy_step (
  copy_id uuid not null,
  state text not null,
  at timestamp with time zone not null,
  message_id uuid,
  PRIMARY KEY (copy_id, state),
  FOREIGN KEY (copy_id) REFERENCES copy(id)
);

create table letter (
  id uuid not null,
  author_id text not null,
  institution_id text not null,
  document_id uuid,
  state text not null,
  number text,
  numbered_on date,
  due_on date not null,
  passing_to text,
  subject text,
  author_name text,
  writer_key text,
  sealed text,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['writing'::text, 'received'::text, 'registered'::text, 'in-work'::text, 'answered'::text])))
);
CREATE INDEX letter_author ON letter USING btree (author_id, id DESC);
CREATE INDEX letter_document ON letter USING btree (document_id);
CREATE INDEX letter_passing ON letter USING btree (changed_at) WHERE (passing_to IS NOT NULL);

create table letter_step (
  letter_id uuid not null,
  place integer not null,
  step text not null,
  institution_id text not null,
  number text,
  at timestamp with time zone not null,
  PRIMARY KEY (letter_id, place),
  FOREIGN KEY (letter_id) REFERENCES letter(id),
  CHECK ((step = ANY (ARRAY['received'::text, 'registered'::text, 'in-work'::text, 'passed-on'::text, 'answered'::text])))
);

create table mail (
  id uuid not null,
  institution_id text not null,
  uid_validity text not null,
  uid bigint not null,
  digest text not null,
  state text not null,
  document_id uuid,
  why text,
  automatic boolean not null,
  sender text,
  subject text,
  reply_to text,
  message_id text,
  sealed text,
  content bytea,
  came_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (institution_id, digest),
  UNIQUE (institution_id, uid_validity, uid),
  CHECK ((state = ANY (ARRAY['taken'::text, 'refused'::text, 'taken-by-hand'::text, 'answered'::text])))
);
CREATE INDEX mail_latest ON mail USING btree (institution_id, state, id DESC);

create table mailbox (
  institution_id text not null,
  uid_validity text,
  last_uid bigint not null default 0,
  read_at timestamp with time zone,
  failed_at timestamp with time zone,
  failure text,
  PRIMARY KEY (institution_id)
);

create table message (
  id uuid not null,
  from_id text not null,
  to_id text not null,
  about uuid not null,
  what text not null,
  content jsonb,
  sealed text,
  tries integer not null default 0,
  hindrance text,
  due_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  answered_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((what = ANY (ARRAY['envelope'::text, 'receipt'::text, 'recall'::text])))
);
CREATE INDEX message_about ON message USING btree (about);
CREATE INDEX message_due ON message USING btree (from_id, due_at) WHERE (sent_at IS NULL);
