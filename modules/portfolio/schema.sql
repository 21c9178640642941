-- Made from 1 migrations (db36c032420307d7) by npm run generate; for reading only.

create table batch (
  id uuid not null,
  holder_kind text not null,
  holder_id text not null,
  made_by text not null,
  maker jsonb,
  sealed text,
  service_id text not null,
  version text not null,
  title jsonb not null,
  language text not null,
  file_name text not null,
  state text not null,
  send boolean,
  made_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((holder_kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  CHECK ((state = ANY (ARRAY['checked'::text, 'running'::text, 'stopped'::text, 'done'::text])))
);
CREATE INDEX batch_holder ON batch USING btree (holder_id, id);

create table catch_up (
  only_row boolean not null default true,
  after uuid,
  done_at timestamp with time zone,
  PRIMARY KEY (only_row),
  CHECK (only_row)
);

create table holding (
  id uuid not null,
  case_id uuid not null,
  case_number text not null,
  service_id text not null,
  code text not null,
  title jsonb not null,
  holder_kind text not null,
  holder_id text not null,
  about jsonb,
  sealed text,
  issued_at timestamp with time zone not null,
  valid_until date not null,
  revoked_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((holder_kind = ANY (ARRAY['person'::text, 'organisation'::text])))
);
CREATE INDEX holding_case ON holding USING btree (case_id);
CREATE INDEX holding_ends ON holding USING btree (valid_until);
CREATE INDEX holding_holder ON holding USING btree (holder_id, valid_until, id);

create table line (
  batch_id uuid not null,
  number integer not null,
  answers jsonb,
  faults jsonb,
  sealed text,
  state text not null,
  case_id uuid,
  PRIMARY KEY (batch_id, number),
  FOREIGN KEY (batch_id) REFERENCES batch(id) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['wrong'::text, 'waiting'::text, 'draft'::text, 'incomplete'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX line_waiting ON line USING btree (batch_id) WHERE (state = 'waiting'::text);

create table presence (
  case_id uuid not null,
  person_id text not null,
  side text not null,
  name text,
  sealed text,
  page text not null,
  since timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  PRIMARY KEY (case_id, person_id)
);
CREATE INDEX presence_seen ON presence USING btree (seen_at);

create table quiet (
  person_key text not null,
  holder_id text not null,
  PRIMARY KEY (person_key, holder_id)
);

create table reminded (
  holding_id uuid not null,
  days integer not null,
  at timestamp with time zone not null,
  PRIMARY KEY (holding_id, days),
  FOREIGN KEY (holding_id) REFERENCES holding(id) ON DELETE CASCADE
);

create table renewal (
  holding_id uuid not null,
  case_id uuid not null,
  attempt integer not null,
  look jsonb not null,
  at timestamp with time zone not null,
  PRIMARY KEY (holding_id),
  FOREIGN KEY (holding_id) REFERENCES holding(id) ON DELETE CASCADE
);
