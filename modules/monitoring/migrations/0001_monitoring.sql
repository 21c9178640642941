-- Who reports: modules, hubs, connectors. The latest report stands here whole.
create table source (
  id text primary key,
  kind text not null check (kind in ('module', 'hub', 'connector')),
  subject text not null,
  reported_at timestamptz not null,
  -- By the clock of this platform: silence is judged by it.
  received_at timestamptz not null,
  clock_offset_ms bigint not null,
  report jsonb not null
);
-- Counters of each run of a process as it last told them; what came since is their difference.
create table run (
  source_id text not null references source on delete cascade,
  started_at timestamptz not null,
  reported_at timestamptz not null,
  services jsonb not null,
  primary key (source_id, started_at)
);
-- What people know as one service, and who stands behind it.
create table service (
  code text primary key,
  name jsonb not null,
  region_code text,
  place integer not null,
  -- Reports of these count as checks of it; calls of those that are modules count as its calls.
  sources text[] not null,
  -- Services of the exchange whose calls count as its calls.
  targets text[] not null,
  latency_ms integer not null check (latency_ms > 0)
);
create index service_source on service using gin (sources);
create table objective (
  service_code text not null references service on delete cascade,
  indicator text not null check (indicator in ('health', 'availability', 'latency')),
  target double precision not null check (target > 0 and target < 1),
  primary key (service_code, indicator)
);
-- Sums by minute, hour and day of the country's calendar.
create table rollup (
  span text not null check (span in ('minute', 'hour', 'day')),
  service_code text not null references service on delete cascade,
  at timestamptz not null,
  probes bigint not null,
  down bigint not null,
  calls bigint not null,
  failed bigint not null,
  slow bigint not null,
  primary key (span, service_code, at)
);
create sequence incident_number;
create table incident (
  id uuid primary key,
  number bigint not null unique default nextval('incident_number'),
  title jsonb not null,
  severity text not null check (severity in ('minor', 'major', 'critical')),
  state text not null check (state in ('open', 'acknowledged', 'mitigated', 'resolved')),
  services text[] not null,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  -- Since when everybody sees it: somebody wrote what they read.
  public_since timestamptz
);
create index incident_opened on incident (opened_at desc, id desc);
create table incident_entry (
  id uuid primary key,
  incident_id uuid not null references incident,
  at timestamptz not null,
  kind text not null,
  by_name text,
  note text,
  public_text jsonb,
  check (public_text is null or by_name is not null)
);
create index entry_of_incident on incident_entry (incident_id, at, id);
create index entry_public on incident_entry (at desc, id desc) where public_text is not null;
create function entry_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the timeline of an incident stays as it is';
end $$;
create trigger incident_entry_stays before update or delete on incident_entry
  for each statement execute function entry_stays();
create table alarm (
  id uuid primary key,
  kind text not null,
  subject text not null,
  severity text not null,
  services text[] not null,
  facts jsonb not null,
  since timestamptz not null,
  cleared_at timestamptz,
  incident_id uuid references incident
);
-- One alarm of its kind about a subject, however often it is seen.
create unique index alarm_on on alarm (kind, subject) where cleared_at is null;
create index alarm_of_incident on alarm (incident_id) where cleared_at is null;
create table maintenance (
  id uuid primary key,
  title jsonb not null,
  text jsonb not null,
  services text[] not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('planned', 'announced', 'begun', 'ended', 'cancelled')),
  planned_by text not null,
  announced_at timestamptz,
  check (ends_at > starts_at)
);
create index maintenance_order on maintenance (starts_at desc, id desc);
-- How far this module has come: one row.
create table progress (
  only_row boolean primary key default true check (only_row),
  watched_at timestamptz not null,
  counted_until timestamptz not null
);
insert into progress (watched_at, counted_until) values ('epoch', 'epoch');
