-- What an officer wrote down of a call or a visit. A correction is a new version; the earlier ones stay until the term of all is over.
create table note (
  id uuid primary key,
  -- Of the first version.
  root_id uuid not null,
  version integer not null,
  case_id uuid not null,
  -- Whose case it is: the organisation, or the pseudonym of the person.
  applicant_id text not null,
  kind text not null check (kind in ('call', 'visit', 'letter', 'other')),
  -- The day, where the service is given.
  happened_on date not null,
  person text,
  text text,
  sealed text,
  by_id text not null,
  by_name text not null,
  written_at timestamptz not null,
  unique (root_id, version)
);
create index note_of_case on note (case_id, root_id desc, version desc);
create index note_of_applicant on note (applicant_id, id);
create index note_written on note (written_at);
create index note_clear on note (id) where text is not null or person is not null;
create function note_stays() returns trigger language plpgsql as $$
begin
  -- A new key may seal what stands, and a person's pseudonym may become another; nothing else of it changes.
  if to_jsonb(new) - 'sealed' - 'text' - 'person' - 'applicant_id' <> to_jsonb(old) - 'sealed' - 'text' - 'person' - 'applicant_id' then
    raise exception 'note % stays as it is', old.id;
  end if;
  return new;
end $$;
create trigger note_stays before update on note for each row execute function note_stays();
-- Two cases that belong together, by the hand of an officer.
create table link (
  id uuid primary key,
  case_id uuid not null,
  case_number text not null,
  other_id uuid not null,
  other_number text not null,
  reason text,
  sealed text,
  by_name text not null,
  at timestamptz not null,
  check (case_id <> other_id)
);
create unique index link_once on link (least(case_id, other_id), greatest(case_id, other_id));
create index link_of_case on link (case_id);
create index link_of_other on link (other_id);
create index link_at on link (at);
create index link_clear on link (id) where reason is not null;
-- Why somebody may not work on a case; that they may not stands with the case.
create table conflict (
  id uuid primary key,
  case_id uuid not null,
  by_id text not null,
  by_name text not null,
  reason text,
  sealed text,
  at timestamptz not null,
  unique (case_id, by_id)
);
create index conflict_at on conflict (at);
create index conflict_clear on conflict (id) where reason is not null;
-- A decision that a second officer looks at: before it is taken because a rule asks it, or afterwards because it was drawn.
create table review (
  id uuid primary key,
  kind text not null check (kind in ('before', 'after')),
  case_id uuid not null,
  case_number text not null,
  task_id uuid,
  service_id text not null,
  office_id text not null,
  outcome text not null,
  text text,
  proposed_by text,
  proposed_name text,
  proposed_at timestamptz not null,
  state text not null check (state in ('open', 'agreed', 'returned')),
  answered_by text,
  answered_name text,
  answered_at timestamptz,
  reason text,
  sealed text,
  check ((kind = 'before') = (task_id is not null)),
  check ((state = 'open') = (answered_at is null))
);
create unique index review_open on review (task_id) where state = 'open';
create index review_queue on review (office_id, proposed_at desc, id desc);
create index review_of_case on review (case_id);
create index review_over on review (proposed_at);
create index review_clear on review (id) where text is not null or reason is not null;
-- How many of a thousand decisions of an office are looked at afterwards, and what they are drawn by.
create table sampling (
  office_id text primary key,
  per_mille integer not null check (per_mille between 0 and 1000),
  seed text not null,
  set_by text not null,
  set_at timestamptz not null
);
-- A queue as somebody wants to see it, for them alone or for their office.
create table view (
  id uuid primary key,
  owner_id text not null,
  owner_name text not null,
  office_id text,
  name text not null,
  show text not null,
  service_id text,
  sort text not null,
  columns text[] not null,
  search text,
  sealed text,
  is_default boolean not null,
  version integer not null,
  changed_at timestamptz not null
);
create unique index view_name on view (owner_id, name);
create unique index view_default on view (owner_id) where is_default;
create index view_of_office on view (office_id) where office_id is not null;
create index view_clear on view (id) where search is not null;
-- Files for a court that were made: by their digest one is known again.
create table file_made (
  id uuid primary key,
  case_id uuid not null,
  sha256 text not null,
  by_name text not null,
  at timestamptz not null
);
create index file_of_case on file_made (case_id, at desc);
