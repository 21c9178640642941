-- Duties that an official of the organisation may take for an hour when nobody else is there.
alter table post_duty add column emergency boolean not null default false;

create table emergency (
  id uuid primary key,
  duty_id uuid not null references post_duty,
  person_id uuid not null,
  name text not null,
  reason text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  reviewed_by uuid,
  reviewed_name text,
  reviewed_at timestamptz,
  justified boolean,
  note text
);
create index emergency_person on emergency (person_id);
create index emergency_waiting on emergency (from_at) where reviewed_at is null;

-- How often the duties of an organisation are looked at again.
create table review_rule (
  organisation_id text primary key references organisation,
  months integer not null check (months between 1 and 60),
  next_on date not null
);
create table review (
  id uuid primary key,
  organisation_id text not null references organisation,
  opened_at timestamptz not null,
  due_on date not null,
  reminded_on date not null,
  closed_at timestamptz
);
create index review_open on review (due_on) where closed_at is null;
create unique index review_one_open on review (organisation_id) where closed_at is null;
create table review_item (
  review_id uuid not null references review,
  holding_id uuid not null references holding,
  kept boolean,
  decided_name text,
  decided_at timestamptz,
  primary key (review_id, holding_id)
);
update organisation set words = words || ' ' || ogrn where ogrn is not null;
