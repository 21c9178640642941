-- Made from 2 migrations (e86f799fefc5f5dc) by npm run generate; for reading only.

create table certified (
  service_id text not null,
  version text not null,
  certificate text not null,
  valid boolean not null,
  noted_at timestamp with time zone not null,
  PRIMARY KEY (service_id, version)
);

create table service (
  id text not null,
  current_version text not null,
  published_at timestamp with time zone not null,
  version_before text,
  opened boolean not null default false,
  PRIMARY KEY (id)
);

create table service_version (
  service_id text not null,
  version text not null,
  package jsonb not null,
  published_at timestamp with time zone not null,
  PRIMARY KEY (service_id, version)
);
CREATE TRIGGER service_version_stays BEFORE DELETE OR UPDATE ON service_version FOR EACH ROW EXECUTE FUNCTION forbid_change();

create table trial (
  service_id text not null,
  version text not null,
  people text[] not null,
  organisations text[] not null,
  per_mille integer not null,
  until timestamp with time zone,
  opened_at timestamp with time zone not null,
  PRIMARY KEY (service_id, version),
  CHECK (((per_mille >= 0) AND (per_mille <= 1000)))
);

create table was_current (
  service_id text not null,
  version text not null,
  place bigint not null,
  PRIMARY KEY (service_id, version)
);
