-- What analyses found: once a kind and what it is about. What is found no longer keeps its row, with the instant it went.
create table finding (
  id uuid primary key,
  kind text not null,
  element_id uuid not null references element,
  -- the element itself where it is about one alone
  other_id uuid not null references element,
  score numeric(5, 4),
  -- a year, in minor units
  saving bigint not null default 0,
  evidence jsonb not null,
  found_at timestamptz not null,
  gone_at timestamptz,
  state text not null default 'open' check (state in ('open', 'accepted', 'dismissed')),
  -- the element that is to mend it: a project, a solution, a service
  fix_id uuid references element,
  note text,
  settled_by_name text,
  settled_at timestamptz,
  unique (kind, element_id, other_id)
);
create index finding_present on finding (kind, id) where gone_at is null;
create index finding_element on finding (element_id) where gone_at is null;
create index relation_version_kind on relation_version (kind) where known_until is null;
create index element_version_present on element_version (element_id) where known_until is null;
-- The feed.
create index element_version_feed on element_version (known_from, id);
-- Counting kinds looks at the index alone.
create index element_version_counted on element_version (kind, owner_id, level, valid_from, valid_until) where known_until is null;
create table analysis_run (
  id uuid primary key,
  at timestamptz not null,
  found integer not null
);
create index analysis_run_at on analysis_run (at desc);
