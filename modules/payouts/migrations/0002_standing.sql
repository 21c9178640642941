-- What is paid every month until a day: a service asked for it, and each month is a payout like any other.
create table standing (
  id uuid primary key,
  -- the subsystem whose case asked, without the instance: no other stops it
  keeper text not null,
  key text not null,
  programme text not null references programme,
  beneficiary text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  reason jsonb not null,
  reference text not null,
  -- YYYY-MM
  first_month text not null,
  last_month text not null,
  paid_month text,
  made_at timestamptz not null,
  unique (keeper, key)
);
create index standing_due on standing (coalesce(paid_month, '')) where paid_month is null or paid_month < last_month;
create index standing_whose on standing (beneficiary);
