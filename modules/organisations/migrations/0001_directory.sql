-- Versioned lists of codes, such as the spheres of public administration; a version is never changed.
create table code (
  list text not null,
  version integer not null,
  code text not null,
  title jsonb not null,
  primary key (list, version, code)
);

-- Who an organisation is now.
create table organisation (
  id text primary key,
  revision integer not null,
  kind text not null check (kind in ('central', 'local', 'quasi-public', 'company')),
  sphere text,
  name jsonb not null,
  inn text,
  ogrn text,
  kpp text,
  address jsonb,
  region_code text,
  parent_id text references organisation,
  successor_id text references organisation,
  from_on date not null,
  until_on date,
  -- the words of all names, to be searched
  words text not null
);
create index organisation_parent on organisation (parent_id);
create index organisation_inn on organisation (inn) where inn is not null;

-- What was true of it from a day on, and since when that is known.
create table organisation_fact (
  organisation_id text not null references organisation,
  revision integer not null,
  facts jsonb not null,
  valid_from date not null,
  known_at timestamptz not null,
  change_id uuid,
  primary key (organisation_id, revision)
);

create table unit (
  id uuid primary key,
  organisation_id text not null references organisation,
  parent_id uuid references unit,
  name jsonb not null,
  from_on date not null,
  until_on date
);
create index unit_organisation on unit (organisation_id);

create table post (
  id uuid primary key,
  organisation_id text not null references organisation,
  unit_id uuid references unit,
  title jsonb not null,
  from_on date not null,
  until_on date
);
create index post_organisation on post (organisation_id);

-- Duties belong to posts, never to people.
create table post_duty (
  id uuid primary key,
  post_id uuid not null references post,
  code text not null,
  from_at timestamptz not null,
  until_at timestamptz
);
create index post_duty_post on post_duty (post_id);
create index post_duty_code on post_duty (code);

-- Who is on a post. A substitute stands for another holding of the same post.
create table holding (
  id uuid primary key,
  post_id uuid not null references post,
  person_id uuid not null,
  name text not null,
  as_what text not null check (as_what in ('holder', 'acting', 'substitute')),
  for_id uuid references holding,
  reason text,
  from_at timestamptz not null,
  until_at timestamptz,
  check ((as_what = 'substitute') = (for_id is not null))
);
create index holding_post on holding (post_id);
create index holding_person on holding (person_id);

-- Duties that nobody may hold together, and the law that says so.
create table duty_conflict (
  one text not null,
  other text not null,
  law text not null,
  primary key (one, other),
  check (one < other)
);

-- Everything that changes is asked for by one person and decided by another.
create table change (
  id uuid primary key,
  kind text not null,
  organisation_id text not null,
  asked jsonb not null,
  reason text not null,
  requested_by uuid,
  requested_name text,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  approved boolean,
  undone_at timestamptz,
  -- rows as they were before, and as they are after: what undoing restores, where nothing has changed since
  touched jsonb not null default '[]'
);
create index change_open on change (requested_at, id) where decided_at is null;
create index change_organisation on change (organisation_id, id);
-- What identity was told last of a person's duties.
create table told (
  person_id uuid primary key,
  revision integer not null
);
