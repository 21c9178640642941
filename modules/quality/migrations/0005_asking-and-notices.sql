-- Messages taken off the mailbox: from here each sender gets its turn, however many another one sends.
create table arrival (
  message_id uuid primary key,
  sender_id text not null,
  reply_to text not null,
  content jsonb,
  sealed text not null,
  came_at timestamptz not null,
  due_at timestamptz not null
);
create index arrival_by_sender on arrival (sender_id, came_at, message_id);

-- The invitation as a message of the exchange to the cabinet, with what came of it.
create table notice (
  card_id uuid primary key references card,
  -- Of the attempt under way.
  message_id uuid not null unique,
  tries integer not null default 0,
  due_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  outcome text check (outcome in ('delivered', 'no-account', 'refused', 'silent')),
  read_at timestamptz,
  last_error text
);
create index notice_due on notice (due_at) where outcome is null;

-- Whether answers by this link stay joined to the card, as the questionnaire's assignment said when it was made.
alter table survey_link add column mode text not null default 'linked' check (mode in ('linked', 'severed'));
create index survey_link_issued on survey_link (issued_at);

-- What somebody has filled in and not sent yet.
create table draft_answer (
  link_id uuid primary key references survey_link,
  content jsonb,
  sealed text not null,
  saved_at timestamptz not null
);

create index card_person_about on card_person (person_key);
create index card_person_asked on card_person (asked_key) where asked_key is not null;
create index card_by_organisation on card (organisation_id, rendered_on);
create index card_by_sender on card (sender_id, received_at desc);

-- Who does not want to be asked.
create table objection (
  person_key text not null,
  matter text not null default 'surveys',
  since timestamptz not null,
  primary key (person_key, matter)
);

-- Departments that are asked what they rendered.
create table source (
  id text primary key,
  information_type text not null,
  name jsonb not null,
  every_minutes integer not null check (every_minutes between 1 and 10080),
  since date not null,
  active boolean not null,
  planned_at timestamptz
);

-- Days a department is asked about: each request goes on from the cursor of the answer before.
create table source_period (
  id uuid primary key,
  source_id text not null references source,
  from_on date not null,
  to_on date not null,
  cursor text,
  message_id uuid unique,
  sent_at timestamptz,
  due_at timestamptz not null,
  made_at timestamptz not null,
  done_at timestamptz,
  -- Days before this one were over when it was last asked about them.
  final_until date,
  taken integer not null default 0,
  refused integer not null default 0,
  tries integer not null default 0,
  last_error text
);
create index source_period_open on source_period (due_at) where done_at is null;
create index source_period_of on source_period (source_id, made_at desc);

-- What a department says it rendered, by office and day.
create table rendered_total (
  source_id text not null references source,
  inn text not null,
  kpp text not null,
  rendered_on date not null,
  count integer not null check (count >= 0),
  primary key (source_id, inn, kpp, rendered_on)
);
create index rendered_total_day on rendered_total (rendered_on);

-- Joining an answer to the person: one official asks, another one agrees.
create table reidentification (
  id uuid primary key,
  response_id uuid not null,
  card_id uuid not null references card,
  purpose text not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  agreed boolean,
  read_at timestamptz
);
