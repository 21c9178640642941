-- Made from 1 migrations (d199eb6b5554baa9) by npm run generate; for reading only.

create table service (
  id text not null,
  current_version text not null,
  published_at timestamp with time zone not null,
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
