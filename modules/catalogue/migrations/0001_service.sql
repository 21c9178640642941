-- A service and the version new cases are pinned to.
create table service (
  id text primary key,
  current_version text not null,
  published_at timestamptz not null
);

-- Every version ever published, for ever: cases stay on theirs.
create table service_version (
  service_id text not null,
  version text not null,
  package jsonb not null,
  published_at timestamptz not null,
  primary key (service_id, version)
);

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception 'a published version never changes';
end
$$;

create trigger service_version_stays before update or delete on service_version
  for each row execute function forbid_change();
