-- Made from 8 migrations (5a15e9d3e5043017) by npm run generate; for reading only.

create table arrival (
  message_id uuid not null,
  sender_id text not null,
  reply_to text not null,
  content jsonb,
  sealed text not null,
  came_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  PRIMARY KEY (message_id)
);
CREATE INDEX arrival_by_sender ON arrival USING btree (sender_id, came_at, message_id);

create table at_work (
  one boolean not null default true,
  at timestamp with time zone not null,
  PRIMARY KEY (one),
  CHECK (one)
);

create table card (
  id uuid not null,
  sender_id text not null,
  record_id text not null,
  content_digest text not null,
  state text not null,
  reasons text[] not null default '{}'::text[],
  organisation_id text,
  region_code text,
  organisation_name text not null,
  organisation_type text not null,
  inn text not null,
  ogrn text not null,
  kpp text not null,
  service_code text,
  rendered_on date not null,
  received_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  organisation_address text not null default ''::text,
  survey_level text not null default 'federal'::text,
  directory jsonb,
  address_differs boolean not null default false,
  PRIMARY KEY (id),
  CHECK ((survey_level = ANY (ARRAY['federal'::text, 'regional'::text, 'municipal'::text])))
);
CREATE INDEX card_by_organisation ON card USING btree (organisation_id, rendered_on);
CREATE INDEX card_by_sender ON card USING btree (sender_id, received_at DESC);
CREATE INDEX card_by_state ON card USING btree (state, state_at);
CREATE INDEX card_newest ON card USING btree (received_at DESC, id DESC);
CREATE INDEX card_rejected ON card USING btree (sender_id, record_id) WHERE (state = ANY (ARRAY['REJECTED'::text, 'DUPLICATE'::text]));
CREATE UNIQUE INDEX card_record ON card USING btree (sender_id, record_id) WHERE (state <> ALL (ARRAY['REJECTED'::text, 'DUPLICATE'::text]));

create table card_history (
  card_id uuid not null,
  step integer not null,
  state text not null,
  reasons text[] not null,
  at timestamp with time zone not null,
  PRIMARY KEY (card_id, step),
  FOREIGN KEY (card_id) REFERENCES card(id)
);

create table card_person (
  card_id uuid not null,
  person_key text not null,
  sealed bytea not null,
  asked_key text,
  PRIMARY KEY (card_id),
  FOREIGN KEY (card_id) REFERENCES card(id)
);
CREATE INDEX card_person_about ON card_person USING btree (person_key);
CREATE INDEX card_person_asked ON card_person USING btree (asked_key) WHERE (asked_key IS NOT NULL);

create table draft_answer (
  link_id uuid not null,
  content jsonb,
  sealed text not null,
  saved_at timestamp with time zone not null,
  PRIMARY KEY (link_id),
  FOREIGN KEY (link_id) REFERENCES survey_link(id)
);

create table intake (
  message_id uuid not null,
  sender_id text not null,
  answer jsonb not null,
  received_at timestamp with time zone not null,
  PRIMARY KEY (message_id)
);
CREATE INDEX intake_newest ON intake USING btree (received_at);

create table monitoring_batch (
  id uuid not null,
  body text not null,
  content_digest text not null,
  made_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  last_error text,
  PRIMARY KEY (id)
);

create table notice (
  card_id uuid not null,
  message_id uuid not null,
  tries integer not null default 0,
  due_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  answered_at timestamp with time zone,
  outcome text,
  read_at timestamp with time zone,
  last_error text,
  copy jsonb,
  PRIMARY KEY (card_id),
  FOREIGN KEY (card_id) REFERENCES card(id),
  UNIQUE (message_id),
  CHECK ((outcome = ANY (ARRAY['delivered'::text, 'no-account'::text, 'refused'::text, 'silent'::text])))
);
CREATE INDEX notice_due ON notice USING btree (due_at) WHERE (outcome IS NULL);

create table objection (
  person_key text not null,
  matter text not null default 'surveys'::text,
  since timestamp with time zone not null,
  PRIMARY KEY (person_key, matter)
);

create table reidentification (
  id uuid not null,
  response_id uuid not null,
  card_id uuid not null,
  purpose text not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamp with time zone,
  agreed boolean,
  read_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (card_id) REFERENCES card(id)
);

create table rendered_total (
  source_id text not null,
  inn text not null,
  kpp text not null,
  rendered_on date not null,
  count integer not null,
  PRIMARY KEY (source_id, inn, kpp, rendered_on),
  CHECK ((count >= 0)),
  FOREIGN KEY (source_id) REFERENCES source(id)
);
CREATE INDEX rendered_total_day ON rendered_total USING btree (rendered_on);

create table source (
  id text not null,
  information_type text not null,
  name jsonb not null,
  every_minutes integer not null,
  since date not null,
  active boolean not null,
  planned_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((every_minutes >= 1) AND (every_minutes <= 10080)))
);

create table source_period (
  id uuid not null,
  source_id text not null,
  from_on date not null,
  to_on date not null,
  cursor text,
  message_id uuid,
  sent_at timestamp with time zone,
  due_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  done_at timestamp with time zone,
  final_until date,
  taken integer not null default 0,
  refused integer not null default 0,
  tries integer not null default 0,
  last_error text,
  PRIMARY KEY (id),
  UNIQUE (message_id),
  FOREIGN KEY (source_id) REFERENCES source(id)
);
CREATE INDEX source_period_of ON source_period USING btree (source_id, made_at DESC);
CREATE INDEX source_period_open ON source_period USING btree (due_at) WHERE (done_at IS NULL);

create table survey_link (
  id uuid not null,
  card_id uuid not null,
  token_mac bytea not null,
  template_version_id uuid not null,
  state text not null,
  held_state text,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  session_at timestamp with time zone,
  answered_at timestamp with time zone,
  response_id uuid,
  receipt_no text,
  submission_mac text,
  mode text not null default 'linked'::text,
  bound boolean not null default false,
  sms boolean not null default false,
  PRIMARY KEY (id),
  FOREIGN KEY (card_id) REFERENCES card(id),
  UNIQUE (card_id),
  CHECK ((mode = ANY (ARRAY['linked'::text, 'severed'::text, 'blind'::text]))),
  UNIQUE (response_id),
  CHECK ((state = ANY (ARRAY['ISSUED'::text, 'SEEN'::text, 'STARTED'::text, 'CONSUMED'::text, 'EXPIRED'::text, 'REVOKED'::text, 'LOCKED'::text]))),
  UNIQUE (token_mac)
);
CREATE INDEX survey_link_issued ON survey_link USING btree (issued_at);
CREATE INDEX survey_link_open ON survey_link USING btree (expires_at) WHERE (state = ANY (ARRAY['ISSUED'::text, 'SEEN'::text, 'STARTED'::text, 'LOCKED'::text]));
