-- Elements of the architecture and their relations, in two times: when it holds, and since when it is known. Nothing is taken away:
-- a row that is known no longer has its end in `known_until`.
create table element (
  id uuid primary key,
  kind text not null,
  code text collate "C" not null,
  unique (kind, code)
);
create table element_version (
  id uuid primary key,
  element_id uuid not null references element,
  kind text not null,
  code text collate "C" not null,
  valid_from date not null,
  valid_until date,
  known_from timestamptz not null,
  known_until timestamptz,
  revision integer not null,
  owner_id text,
  name jsonb not null,
  -- the names in all languages, folded
  words text not null,
  facts jsonb not null,
  provenance text not null check (provenance in ('declared', 'imported', 'observed', 'attested')),
  -- in percent
  confidence smallint not null check (confidence between 0 and 100),
  -- 0 for everybody, 1 for officials, 2 for the owner and the integrator
  level smallint not null check (level between 0 and 2),
  by_name text not null,
  change_id uuid,
  check (valid_until > valid_from)
);
create index element_version_of on element_version (element_id, known_from);
create index element_version_now on element_version (kind, code) where known_until is null and valid_until is null;
create index element_version_owner on element_version (owner_id, kind) where known_until is null;
create index element_version_facts on element_version using gin (facts jsonb_path_ops) where known_until is null;

create table relation (
  id uuid primary key,
  kind text not null,
  from_id uuid not null references element,
  to_id uuid not null references element,
  unique (kind, from_id, to_id)
);
create table relation_version (
  id uuid primary key,
  relation_id uuid not null references relation,
  kind text not null,
  from_id uuid not null,
  to_id uuid not null,
  valid_from date not null,
  valid_until date,
  known_from timestamptz not null,
  known_until timestamptz,
  facts jsonb not null,
  by_name text not null,
  change_id uuid,
  check (valid_until > valid_from)
);
create index relation_version_of on relation_version (relation_id, known_from);
create index relation_version_from on relation_version (from_id, kind) where known_until is null;
create index relation_version_to on relation_version (to_id, kind) where known_until is null;

create table change (
  id uuid primary key,
  organisation_id text not null,
  title text not null,
  reason text not null,
  items jsonb not null,
  state text not null check (state in ('asked', 'approved', 'declined', 'withdrawn')),
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text
);
create index change_open on change (asked_at) where state = 'asked';
create index change_organisation on change (organisation_id, id desc);

create table attestation (
  id uuid primary key,
  element_id uuid not null references element,
  revision integer not null,
  at timestamptz not null,
  by_name text not null
);
create index attestation_element on attestation (element_id, at desc);
