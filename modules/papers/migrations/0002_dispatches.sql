-- What an institution hands to the post on a day, by numbers of the year.
create table dispatch (
  id uuid primary key,
  institution_id text not null,
  year integer not null,
  n integer not null,
  on_date date not null,
  by_name text not null,
  at timestamptz not null,
  printed_at timestamptz,
  unique (institution_id, year, n)
);
create table dispatch_row (
  dispatch_id uuid not null references dispatch,
  place integer not null,
  document_id uuid not null,
  addressee text,
  address text,
  sealed text,
  post text not null check (post in ('ordinary', 'registered')),
  copies integer not null check (copies between 1 and 999),
  tracking text,
  primary key (dispatch_id, place)
);
create index dispatch_row_document on dispatch_row (document_id);
-- Each time that it was printed.
create table dispatch_print (
  id uuid primary key,
  dispatch_id uuid not null references dispatch,
  by_name text not null,
  at timestamptz not null
);
create index dispatch_print_dispatch on dispatch_print (dispatch_id);
