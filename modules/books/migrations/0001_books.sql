-- Chart of accounts: whole versions, each valid from a day on.
create table chart (
  version integer primary key,
  valid_from date not null,
  note text not null,
  published_by text not null,
  published_at timestamptz not null
);
create table sharing (
  version integer not null references chart,
  code text not null,
  title jsonb not null,
  -- of ten thousand: state, region, municipality
  state integer not null check (state >= 0),
  region integer not null check (region >= 0),
  municipality integer not null check (municipality >= 0),
  primary key (version, code),
  check (state + region + municipality = 10000)
);
create table account (
  version integer not null references chart,
  code text not null check (code ~ '^\d{4}$'),
  title jsonb not null,
  kind text not null check (kind in ('asset', 'liability', 'income', 'expense')),
  sharing text,
  iban text,
  currency text,
  primary key (version, code),
  unique (version, iban),
  foreign key (version, sharing) references sharing (version, code)
);
-- Double entry. Nothing is changed or taken away: an entry is reversed by another one.
create sequence entry_number;
create table entry (
  id uuid primary key,
  number bigint not null unique default nextval('entry_number'),
  key text not null unique,
  digest text not null,
  kind text not null,
  booked_on date not null,
  -- the day that was asked for, where the books were closed by then
  asked_on date,
  reference text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reverses uuid unique references entry,
  made_by text not null,
  posted_at timestamptz not null
);
create index entry_booked on entry (booked_on desc, number desc);
create index entry_kind on entry (kind, number desc);
create table posting (
  entry_id uuid not null references entry,
  line integer not null,
  account text not null,
  -- what the account is about, such as a service
  sub text,
  booked_on date not null,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null,
  region text,
  bank_reference text,
  primary key (entry_id, line)
);
create index posting_account on posting (account, booked_on, entry_id, line);
create index posting_bank on posting (account, bank_reference) where bank_reference is not null;
-- Income by the budget it belongs to.
create table share (
  entry_id uuid not null,
  line integer not null,
  level text not null check (level in ('state', 'region', 'municipality')),
  region text,
  account text not null,
  currency text not null,
  booked_on date not null,
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (entry_id, line, level),
  foreign key (entry_id, line) references posting
);
create index share_booked on share (booked_on, level);
-- Postings come in one statement an entry, and balance in it.
create function postings_balance() returns trigger language plpgsql as $$
begin
  if exists (select 1 from posting p where entry_id in (select entry_id from added)
             group by entry_id, currency having sum(amount_minor) <> 0) then
    raise exception 'postings of an entry do not add up to nothing';
  end if;
  return null;
end $$;
create trigger posting_balanced after insert on posting referencing new table as added
  for each statement execute function postings_balance();
create function entry_is_whole() returns trigger language plpgsql as $$
begin
  if (select count(*) from posting where entry_id = new.id) < 2 then
    raise exception 'entry % has no two postings', new.id;
  end if;
  return null;
end $$;
create constraint trigger entry_whole after insert on entry deferrable initially deferred
  for each row execute function entry_is_whole();
create function stays() returns trigger language plpgsql as $$
begin
  raise exception 'what was posted stays: reverse it';
end $$;
create trigger entry_stays before update or delete on entry for each statement execute function stays();
create trigger posting_stays before update or delete on posting for each statement execute function stays();
create trigger share_stays before update or delete on share for each statement execute function stays();
-- Days and months that are closed, one after the other.
create table closing (
  id uuid primary key,
  kind text not null check (kind in ('day', 'period')),
  from_on date not null,
  until_on date not null,
  digest text not null,
  entries integer not null,
  closed_by text not null,
  asked_by text not null,
  closed_at timestamptz not null,
  unique (kind, until_on)
);
create function closed_days_stay() returns trigger language plpgsql as $$
begin
  if new.booked_on <= (select max(until_on) from closing) then
    raise exception 'day % is closed', new.booked_on;
  end if;
  return new;
end $$;
create trigger entry_in_open_day before insert on entry for each row execute function closed_days_stay();
-- What banks say: statements and the entries in them, each once.
create table statement (
  id uuid primary key,
  account text not null,
  iban text not null,
  name text not null,
  version text not null,
  digest text not null unique,
  from_on date not null,
  until_on date not null,
  opening_minor bigint not null,
  closing_minor bigint not null,
  currency text not null,
  entries integer not null,
  fresh integer not null,
  -- the balance before it is not the one that the last statement ended with
  gap boolean not null,
  taken_by text not null,
  taken_at timestamptz not null
);
create index statement_account on statement (account, until_on desc);
create table statement_entry (
  id uuid primary key,
  statement_id uuid not null references statement,
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
  unique (iban, name)
);
create index statement_entry_clear on statement_entry (id) where words is not null;
create index statement_entry_day on statement_entry (account, booked_on);
create index statement_entry_of on statement_entry (statement_id, id);
create table matched (
  entry_id uuid not null,
  line integer not null,
  statement_entry_id uuid not null unique references statement_entry,
  matched_at timestamptz not null,
  primary key (entry_id, line),
  foreign key (entry_id, line) references posting
);
create table day (
  account text not null,
  day date not null,
  matched integer not null,
  reconciled_at timestamptz not null,
  primary key (account, day)
);
create index day_newest on day (day desc, account);
create table difference (
  id uuid primary key,
  account text not null,
  day date not null,
  kind text not null check (kind in ('missing-at-bank', 'missing-with-us', 'other-amount', 'other-currency', 'twice')),
  entry_id uuid,
  line integer,
  statement_entry_id uuid references statement_entry,
  ours_minor bigint,
  theirs_minor bigint,
  state text not null check (state in ('open', 'asked', 'resolved', 'gone')),
  found_at timestamptz not null
);
create unique index difference_posting on difference (entry_id, line, kind) where entry_id is not null;
create unique index difference_entry on difference (statement_entry_id, kind) where entry_id is null;
create index difference_state on difference (state, day desc, id);
create table difference_step (
  id uuid primary key,
  difference_id uuid not null references difference,
  what text not null,
  reason text,
  entry_id uuid,
  by_name text not null,
  at timestamptz not null
);
create index difference_step_of on difference_step (difference_id, id);
-- What one person asks and another decides.
create table proposal (
  id uuid primary key,
  kind text not null check (kind in ('entry', 'reversal', 'chart', 'day', 'period', 'resolution')),
  asked jsonb not null,
  reason text not null,
  asked_by uuid not null,
  asked_name text not null,
  asked_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  check (decided_by <> asked_by)
);
create index proposal_state on proposal (state, id desc);
