create table template (
  code text primary key
);

create table template_version (
  id uuid primary key,
  template_code text not null references template,
  version integer not null check (version >= 1),
  content jsonb not null,
  content_digest text not null,
  published_at timestamptz not null,
  unique (template_code, version)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a published questionnaire never changes';
end $$;
create trigger template_version_immutable before update or delete on template_version
  for each row execute function refuse_change();

-- '*' stands for any.
create table assignment (
  organisation_type text not null,
  level text not null check (level in ('*', 'country', 'region', 'organisation')),
  template_code text not null references template,
  primary key (organisation_type, level)
);

-- No personal data and no time of day: a response must not be joined to a person by when it came.
create table response (
  id uuid primary key,
  template_version_id uuid not null references template_version,
  organisation_id text not null,
  region_code text not null,
  sector text not null,
  day date not null,
  answers jsonb not null,
  content_digest text not null,
  withdrawn boolean not null default false
);
create index response_by_organisation on response (organisation_id, day);
create index response_by_region on response (region_code, sector, day);

-- Free text may name people: kept apart from the answers, read by nobody who makes figures.
create table response_comment (
  response_id uuid primary key references response,
  text text not null
);
