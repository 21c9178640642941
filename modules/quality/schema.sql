-- Made from 4 migrations (45894427e7c3cb03) by npm run generate; for reading only.

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
  PRIMARY KEY (id),
  FOREIGN KEY (card_id) REFERENCES card(id),
  UNIQUE (card_id),
  UNIQUE (response_id),
  CHECK ((state = ANY (ARRAY['ISSUED'::text, 'SEEN'::text, 'STARTED'::text, 'CONSUMED'::text, 'EXPIRED'::text, 'REVOKED'::text, 'LOCKED'::text]))),
  UNIQUE (token_mac)
);
CREATE INDEX survey_link_open ON survey_link USING btree (expires_at) WHERE (state = ANY (ARRAY['ISSUED'::text, 'SEEN'::text, 'STARTED'::text, 'LOCKED'::text]));
