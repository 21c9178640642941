create table card (
  id uuid primary key,
  sender_id text not null,
  record_id text not null,
  -- HMAC of the content: a plain digest would let somebody try out all SNILS.
  content_digest text not null,
  state text not null,
  reasons text[] not null default '{}',
  organisation_id text,
  region_code text,
  organisation_name text not null,
  organisation_type text not null,
  inn text not null,
  ogrn text not null,
  kpp text not null,
  service_code text not null,
  rendered_on date not null,
  received_at timestamptz not null,
  state_at timestamptz not null
);
-- A rejected record may be corrected and sent again.
create unique index card_record on card (sender_id, record_id) where state not in ('REJECTED', 'DUPLICATE');
create index card_rejected on card (sender_id, record_id) where state in ('REJECTED', 'DUPLICATE');
create index card_newest on card (received_at desc, id desc);
create index card_by_state on card (state, state_at);

create table card_history (
  card_id uuid not null references card,
  step integer generated always as identity,
  state text not null,
  reasons text[] not null,
  at timestamptz not null,
  primary key (card_id, step)
);

-- The vault: whom a card is about, encrypted, apart from everything that leads to an answer.
create table card_person (
  card_id uuid primary key references card,
  person_key text not null,
  sealed bytea not null
);

create table survey_link (
  id uuid primary key,
  card_id uuid not null unique references card,
  token_mac bytea not null unique,
  template_version_id uuid not null,
  state text not null check (state in ('ISSUED', 'SEEN', 'STARTED', 'CONSUMED', 'EXPIRED', 'REVOKED', 'LOCKED')),
  -- State before it was locked.
  held_state text,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  session_at timestamptz,
  answered_at timestamptz,
  response_id uuid unique,
  receipt_no text,
  submission_mac text
);
create index survey_link_open on survey_link (expires_at) where state in ('ISSUED', 'SEEN', 'STARTED', 'LOCKED');

-- What was answered to a message of the mailbox, so that its repetition gets the same.
create table intake (
  message_id uuid primary key,
  sender_id text not null,
  answer jsonb not null,
  received_at timestamptz not null
);

create index intake_newest on intake (received_at);

create table monitoring_batch (
  id uuid primary key,
  body text not null,
  content_digest text not null,
  made_at timestamptz not null,
  sent_at timestamptz,
  last_error text
);
