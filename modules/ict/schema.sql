-- Made from 2 migrations (d1dd17aa3c9c51c1) by npm run generate; for reading only.

create table requirement (
  id uuid not null,
  service_id uuid not null,
  number integer not null,
  text text not null,
  since_version integer not null,
  until_version integer,
  PRIMARY KEY (id),
  FOREIGN KEY (service_id) REFERENCES service(id)
);
CREATE UNIQUE INDEX requirement_now ON requirement USING btree (service_id, number) WHERE (until_version IS NULL);

create table requirement_test (
  id uuid not null,
  requirement_id uuid not null,
  passed boolean not null,
  finding text,
  by_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (requirement_id) REFERENCES requirement(id)
);
CREATE INDEX requirement_test_of ON requirement_test USING btree (requirement_id, id DESC);

create table service (
  id uuid not null,
  organisation_id text not null,
  code text not null,
  name jsonb not null,
  stage text not null,
  version integer not null default 1,
  submitted_by uuid,
  handed_over_by uuid,
  contract jsonb,
  operation jsonb,
  since timestamp with time zone not null,
  proposed jsonb,
  PRIMARY KEY (id),
  CHECK ((stage = ANY (ARRAY['requirements'::text, 'submitted'::text, 'approved'::text, 'tender'::text, 'development'::text, 'acceptance'::text, 'operation'::text])))
);
CREATE INDEX service_stage ON service USING btree (stage, code);

create table service_move (
  id uuid not null,
  service_id uuid not null,
  act text not null,
  from_stage text not null,
  to_stage text not null,
  note text,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (service_id) REFERENCES service(id)
);
CREATE INDEX service_move_of ON service_move USING btree (service_id, id);
