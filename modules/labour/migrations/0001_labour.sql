-- What counts: one row for each case or agreement that ended. Nobody's name, and no pseudonym that another month knows.
create table fact (
  -- of the case or agreement: told twice it counts once
  id text primary key,
  -- first day of the month in which it happened, and of the one in which it counts: a closed month does not change
  happened date not null check (extract(day from happened) = 1),
  month date not null check (extract(day from month) = 1 and month >= happened),
  measure text not null,
  -- `unknown` where it is not said
  region text not null,
  -- ISCO-08 major group, ISO 3166-1 alpha-3
  occupation text not null,
  citizenship text not null,
  -- tells people of one month apart; null: the source does not say who
  person text,
  wage integer
);
create index fact_month on fact (month);

-- How far what was there before has been read, by source.
create table catch_up (
  source text primary key,
  after uuid,
  done_at timestamptz
);

-- A month that is over, with the SHA-256 of its lines.
create table closed_month (
  month date primary key,
  closed_at timestamptz not null,
  digest text not null
);

-- What is published of closed months, after what would give somebody away was taken out. `all` is a total.
create table cell (
  month date not null references closed_month on delete cascade,
  measure text not null,
  region text not null,
  occupation text not null,
  citizenship text not null,
  value integer not null check (value >= 0),
  primary key (month, measure, region, occupation, citizenship)
);
