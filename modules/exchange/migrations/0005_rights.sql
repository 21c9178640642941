-- Subsystems that get rights together: global groups are the hub operator's, local ones a provider's.
create table access_group (
  id text primary key,                 -- GLOBAL/<code>, or <subsystem>/<code>
  owner_id text references subsystem,  -- provider of a local group; its rights reach what that provider offers
  name jsonb not null
);
create table access_group_member (
  group_id text not null references access_group,
  subsystem_id text not null references subsystem,
  primary key (group_id, subsystem_id)
);
create table service_openapi (
  service_id text primary key references service,
  media_type text not null check (media_type in ('application/json', 'text/yaml')),
  document text not null,
  operations jsonb not null            -- [{ id?, method, path }], path with * for each parameter
);
alter table access_right
  alter column consumer_id drop not null,
  add column group_id text references access_group,
  add column operation_id text,        -- of the service's OpenAPI document; then method and path come from there
  add column purposes text[] not null default '{}',
  add constraint access_right_subject check (num_nonnulls(consumer_id, group_id) = 1),
  drop constraint access_right_consumer_id_target_method_path_pattern_key,
  add constraint access_right_once unique nulls not distinct (consumer_id, group_id, target, method, path_pattern, operation_id);
create table quota (
  consumer_id text not null references subsystem,
  service_id text not null references service,
  per_second double precision,         -- null: no limit of the rate
  burst integer not null,
  per_day integer,                     -- null: no limit of the day
  primary key (consumer_id, service_id)
);
-- Calls counted by all hubs together, added in batches.
create table quota_use (
  consumer_id text not null,
  service_id text not null,
  day date not null,                   -- UTC
  calls bigint not null,
  primary key (consumer_id, service_id, day)
);
