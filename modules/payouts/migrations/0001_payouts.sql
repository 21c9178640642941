-- What is paid out, by which rules.
create table programme (
  code text primary key,
  title jsonb not null,
  -- of the chart of accounts
  account text not null,
  bank_account text not null,
  debtor_iban text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  most_row_minor bigint not null check (most_row_minor > 0),
  most_month_minor bigint not null check (most_month_minor >= most_row_minor),
  budget_year_minor bigint not null check (budget_year_minor >= 0),
  voucher_days integer not null check (voucher_days between 1 and 1000),
  active boolean not null
);
-- To which account somebody is paid: a person by pseudonym, an organisation by its id.
create table beneficiary (
  id uuid primary key,
  kind text not null check (kind in ('person', 'organisation')),
  key text not null,
  way text not null check (way in ('iban', 'voucher')),
  iban_mark text,
  iban text,
  name text,
  closed_reason text,
  changed_at timestamptz not null,
  sealed text,
  unique (kind, key)
);
create index beneficiary_clear on beneficiary (id) where iban is not null or name is not null;
create table beneficiary_change (
  id uuid primary key,
  beneficiary_id uuid not null references beneficiary on delete cascade,
  what text not null,
  by_name text not null,
  at timestamptz not null
);
create index beneficiary_change_of on beneficiary_change (beneficiary_id, id desc);
-- Programmes and accounts that an official changes wait for another one.
create table request (
  id uuid primary key,
  kind text not null check (kind in ('programme', 'account', 'voucher')),
  subject text not null,
  asked text,
  sealed text,
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
create index request_clear on request (id) where asked is not null;
create index request_state on request (state, id desc);
-- Payouts of one programme and period that two persons let go.
create table batch (
  id uuid primary key,
  number bigint generated always as identity,
  programme text not null references programme,
  period text not null check (period ~ '^\d{4}-\d{2}$'),
  source text not null check (source in ('file', 'services', 'repeat')),
  state text not null
    check (state in ('draft', 'submitted', 'approved', 'sent', 'done', 'refused')),
  file_name text,
  made_by uuid,
  made_name text not null,
  made_at timestamptz not null,
  submitted_by uuid,
  submitted_name text,
  submitted_at timestamptz,
  -- of the rows, as they were when they were submitted
  digest text,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  note text,
  check (decided_by <> submitted_by and decided_by <> made_by)
);
create index batch_newest on batch (id desc);
-- One that services and repetitions gather in.
create unique index batch_gathering on batch (programme, period, source) where state = 'draft' and source <> 'file';
create table batch_fault (
  batch_id uuid not null references batch on delete cascade,
  line integer not null,
  code text not null,
  message text not null,
  primary key (batch_id, line)
);
create table payout (
  id uuid primary key,
  batch_id uuid not null references batch,
  key text not null unique,
  programme text not null references programme,
  period text not null,
  beneficiary_kind text not null,
  beneficiary text not null,
  amount_minor bigint not null,
  currency text not null,
  reason jsonb not null,
  reference text not null,
  -- who asked for it, where that was a module
  service text,
  state text not null check (state in
    ('ready', 'faulty', 'left-out', 'approved', 'sent', 'paid', 'returned', 'failed', 'repeated', 'given-up', 'voucher')),
  faults text[] not null default '{}',
  end_to_end_id text unique,
  repeats uuid unique references payout,
  bank_reason text,
  paid_on date,
  returned_on date,
  -- to which account and name it was sent
  iban text,
  name text,
  sealed text,
  made_at timestamptz not null
);
create index payout_clear on payout (id) where iban is not null or name is not null;
create index payout_batch on payout (batch_id, id);
create index payout_whose on payout (beneficiary, id desc);
create index payout_state on payout (state, id desc);
create index payout_period on payout (programme, period, beneficiary);
-- After somebody approved them, rows go their way as they are.
create function approved_rows_stay() returns trigger language plpgsql as $$
begin
  if old.state not in ('ready', 'faulty') and
    (new.amount_minor, new.currency, new.beneficiary_kind) is distinct from (old.amount_minor, old.currency, old.beneficiary_kind) then
    raise exception 'payout % is approved', old.id;
  end if;
  return new;
end $$;
create trigger payout_stays before update on payout for each row execute function approved_rows_stay();
-- Files for the bank. The message id stands here before the bank hears of it.
create table file (
  message_id text primary key,
  batch_id uuid not null references batch,
  part integer not null,
  rows integer not null,
  sum_minor bigint not null,
  digest text not null,
  made_at timestamptz not null,
  state text not null check (state in ('made', 'sent', 'answered', 'refused')),
  sent_at timestamptz,
  answered_at timestamptz,
  bank_reason text,
  unique (batch_id, part)
);
create index file_waiting on file (made_at) where state in ('made', 'sent');
alter table payout add column message_id text references file;
create index payout_file on payout (message_id) where message_id is not null;
create table voucher (
  id uuid primary key,
  payout_id uuid not null unique references payout,
  programme text not null,
  beneficiary text not null,
  code_mark text not null unique,
  code text,
  sealed text,
  amount_minor bigint not null check (amount_minor > 0),
  left_minor bigint not null check (left_minor >= 0 and left_minor <= amount_minor),
  currency text not null,
  state text not null check (state in ('issued', 'active', 'redeemed', 'cancelled', 'expired')),
  issued_at timestamptz not null,
  expires_on date not null
);
create index voucher_clear on voucher (id) where code is not null;
create index voucher_whose on voucher (beneficiary, id desc);
create index voucher_state on voucher (state, expires_on);
create table voucher_use (
  id uuid primary key,
  voucher_id uuid not null references voucher,
  key text not null,
  amount_minor bigint not null check (amount_minor > 0),
  place text not null,
  by_name text not null,
  at timestamptz not null,
  unique (voucher_id, key)
);
