-- Made from 1 migrations (29d23d8e7cf32bbe) by npm run generate; for reading only.

create table account (
  version integer not null,
  code text not null,
  title jsonb not null,
  kind text not null,
  sharing text,
  iban text,
  currency text,
  PRIMARY KEY (version, code),
  CHECK ((code ~ '^\d{4}$'::text)),
  CHECK ((kind = ANY (ARRAY['asset'::text, 'liability'::text, 'income'::text, 'expense'::text]))),
  FOREIGN KEY (version) REFERENCES chart(version),
  UNIQUE (version, iban),
  FOREIGN KEY (version, sharing) REFERENCES sharing(version, code)
);

create table chart (
  version integer not null,
  valid_from date not null,
  note text not null,
  published_by text not null,
  published_at timestamp with time zone not null,
  PRIMARY KEY (version)
);

create table closing (
  id uuid not null,
  kind text not null,
  from_on date not null,
  until_on date not null,
  digest text not null,
  entries integer not null,
  closed_by text not null,
  asked_by text not null,
  closed_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['day'::text, 'period'::text]))),
  UNIQUE (kind, until_on)
);

create table day (
  account text not null,
  day date not null,
  matched integer not null,
  reconciled_at timestamp with time zone not null,
  PRIMARY KEY (account, day)
);
CREATE INDEX day_newest ON day USING btree (day DESC, account);

create table difference (
  id uuid not null,
  account text not null,
  day date not null,
  kind text not null,
  entry_id uuid,
  line integer,
  statement_entry_id uuid,
  ours_minor bigint,
  theirs_minor bigint,
  state text not null,
  found_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['missing-at-bank'::text, 'missing-with-us'::text, 'other-amount'::text, 'other-currency'::text, 'twice'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'asked'::text, 'resolved'::text, 'gone'::text]))),
  FOREIGN KEY (statement_entry_id) REFERENCES statement_entry(id)
);
CREATE INDEX difference_state ON difference USING btree (state, day DESC, id);
CREATE UNIQUE INDEX difference_entry ON difference USING btree (statement_entry_id, kind) WHERE (entry_id IS NULL);
CREATE UNIQUE INDEX difference_posting ON difference USING btree (entry_id, line, kind) WHERE (entry_id IS NOT NULL);

create table difference_step (
  id uuid not null,
  difference_id uuid not null,
  what text not null,
  reason text,
  entry_id uuid,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (difference_id) REFERENCES difference(id)
);
CREATE INDEX difference_step_of ON difference_step USING btree (difference_id, id);

create table entry (
  id uuid not null,
  number bigint not null default nextval('entry_number'::regclass),
  key text not null,
  digest text not null,
  kind text not null,
  booked_on date not null,
  asked_on date,
  reference text not null,
  currency text not null,
  reverses uuid,
  made_by text not null,
  posted_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  UNIQUE (key),
  UNIQUE (number),
  FOREIGN KEY (reverses) REFERENCES entry(id),
  UNIQUE (reverses)
);
CREATE INDEX entry_booked ON entry USING btree (booked_on DESC, number DESC);
CREATE INDEX entry_kind ON entry USING btree (kind, number DESC);
CREATE CONSTRAINT TRIGGER entry_whole AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_is_whole();
CREATE TRIGGER entry_in_open_day BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION closed_days_stay();
CREATE TRIGGER entry_stays BEFORE DELETE OR UPDATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION stays();

create table matched (
  entry_id uuid not null,
  line integer not null,
  statement_entry_id uuid not null,
  matched_at timestamp with time zone not null,
  PRIMARY KEY (entry_id, line),
  FOREIGN KEY (entry_id, line) REFERENCES posting(entry_id, line),
  FOREIGN KEY (statement_entry_id) REFERENCES statement_entry(id),
  UNIQUE (statement_entry_id)
);

create table posting (
  entry_id uuid not null,
  line integer not null,
  account text not null,
  sub text,
  booked_on date not null,
  amount_minor bigint not null,
  currency text not null,
  region text,
  bank_reference text,
  PRIMARY KEY (entry_id, line),
  CHECK ((amount_minor <> 0)),
  FOREIGN KEY (entry_id) REFERENCES entry(id)
);
CREATE INDEX posting_account ON posting USING btree (account, booked_on, entry_id, line);
CREATE INDEX posting_bank ON posting USING btree (account, bank_reference) WHERE (bank_reference IS NOT NULL);
CREATE TRIGGER posting_balanced AFTER INSERT ON posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION postings_balance();
CREATE TRIGGER posting_stays BEFORE DELETE OR UPDATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION stays();

create table proposal (
  id uuid not null,
  kind text not null,
  asked jsonb not null,
  reason text not null,
  asked_by uuid not null,
  asked_name text not null,
  asked_at timestamp with time zone not null,
  state text not null default 'open'::text,
  decided_by uuid,
  decided_name text,
  decided_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((decided_by <> asked_by)),
  CHECK ((kind = ANY (ARRAY['entry'::text, 'reversal'::text, 'chart'::text, 'day'::text, 'period'::text, 'resolution'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'refused'::text])))
);
CREATE INDEX proposal_state ON proposal USING btree (state, id DESC);

create table share (
  entry_id uuid not null,
  line integer not null,
  level text not null,
  region text,
  account text not null,
  currency text not null,
  booked_on date not null,
  amount_minor bigint not null,
  PRIMARY KEY (entry_id, line, level),
  CHECK ((amount_minor <> 0)),
  FOREIGN KEY (entry_id, line) REFERENCES posting(entry_id, line),
  CHECK ((level = ANY (ARRAY['state'::text, 'region'::text, 'municipality'::text])))
);
CREATE INDEX share_booked ON share USING btree (booked_on, level);
CREATE TRIGGER share_stays BEFORE DELETE OR UPDATE ON share FOR EACH STATEMENT EXECUTE FUNCTION stays();

create table sharing (
  version integer not null,
  code text not null,
  title jsonb not null,
  state integer not null,
  region integer not null,
  municipality integer not null,
  PRIMARY KEY (version, code),
  CHECK ((((state + region) + municipality) = 10000)),
  CHECK ((municipality >= 0)),
  CHECK ((region >= 0)),
  CHECK ((state >= 0)),
  FOREIGN KEY (version) REFERENCES chart(version)
);

create table statement (
  id uuid not null,
  account text not null,
  iban text not null,
  name text not null,
  version text not null,
  digest text not null,
  from_on date not null,
  until_on date not null,
  opening_minor bigint not null,
  closing_minor bigint not null,
  currency text not null,
  entries integer not null,
  fresh integer not null,
  gap boolean not null,
  taken_by text not null,
  taken_at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (digest)
);
CREATE INDEX statement_account ON statement USING btree (account, until_on DESC);

create table statement_entry (
  id uuid not null,
  statement_id uuid not null,
  account text not null,
  iban text not null,
  name text not null,
  digest text not null,
  booked_on date not null,
  amount_minor bigint not null,
  currency text not null,
  bank_reference text,
  return_reason text,
  sealed text,
  words text,
  PRIMARY KEY (id),
  UNIQUE (iban, name),
  FOREIGN KEY (statement_id) REFERENCES statement(id)
);
CREATE INDEX statement_entry_clear ON statement_entry USING btree (id) WHERE (words IS NOT NULL);
CREATE INDEX statement_entry_day ON statement_entry USING btree (account, booked_on);
CREATE INDEX statement_entry_of ON statement_entry USING btree (statement_id, id);
