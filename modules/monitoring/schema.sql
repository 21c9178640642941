-- Made from 2 migrations (6119769312333b30) by npm run generate; for reading only.

create table alarm (
  id uuid not null,
  kind text not null,
  subject text not null,
  severity text not null,
  services text[] not null,
  facts jsonb not null,
  since timestamp with time zone not null,
  cleared_at timestamp with time zone,
  incident_id uuid,
  PRIMARY KEY (id),
  FOREIGN KEY (incident_id) REFERENCES incident(id)
);
CREATE INDEX alarm_of_incident ON alarm USING btree (incident_id) WHERE (cleared_at IS NULL);
CREATE UNIQUE INDEX alarm_on ON alarm USING btree (kind, subject) WHERE (cleared_at IS NULL);

create table call_limit (
  service_code text not null,
  calls bigint not null,
  PRIMARY KEY (service_code),
  CHECK ((calls > 0)),
  FOREIGN KEY (service_code) REFERENCES service(code) ON DELETE CASCADE
);

create table disk_day (
  source_id text not null,
  day date not null,
  used double precision not null,
  PRIMARY KEY (source_id, day),
  CHECK (((used >= (0)::double precision) AND (used <= (1)::double precision)))
);
CREATE INDEX disk_day_age ON disk_day USING btree (day);

create table incident (
  id uuid not null,
  number bigint not null default nextval('incident_number'::regclass),
  title jsonb not null,
  severity text not null,
  state text not null,
  services text[] not null,
  opened_at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  public_since timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (number),
  CHECK ((severity = ANY (ARRAY['minor'::text, 'major'::text, 'critical'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'acknowledged'::text, 'mitigated'::text, 'resolved'::text])))
);
CREATE INDEX incident_opened ON incident USING btree (opened_at DESC, id DESC);

create table incident_entry (
  id uuid not null,
  incident_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  by_name text,
  note text,
  public_text jsonb,
  PRIMARY KEY (id),
  CHECK (((public_text IS NULL) OR (by_name IS NOT NULL))),
  FOREIGN KEY (incident_id) REFERENCES incident(id)
);
CREATE INDEX entry_of_incident ON incident_entry USING btree (incident_id, at, id);
CREATE INDEX entry_public ON incident_entry USING btree (at DESC, id DESC) WHERE (public_text IS NOT NULL);
CREATE TRIGGER incident_entry_stays BEFORE DELETE OR UPDATE ON incident_entry FOR EACH STATEMENT EXECUTE FUNCTION entry_stays();

create table maintenance (
  id uuid not null,
  title jsonb not null,
  text jsonb not null,
  services text[] not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  state text not null,
  planned_by text not null,
  announced_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((ends_at > starts_at)),
  CHECK ((state = ANY (ARRAY['planned'::text, 'announced'::text, 'begun'::text, 'ended'::text, 'cancelled'::text])))
);
CREATE INDEX maintenance_order ON maintenance USING btree (starts_at DESC, id DESC);

create table objective (
  service_code text not null,
  indicator text not null,
  target double precision not null,
  PRIMARY KEY (service_code, indicator),
  CHECK ((indicator = ANY (ARRAY['health'::text, 'availability'::text, 'latency'::text]))),
  FOREIGN KEY (service_code) REFERENCES service(code) ON DELETE CASCADE,
  CHECK (((target > (0)::double precision) AND (target < (1)::double precision)))
);

create table progress (
  only_row boolean not null default true,
  watched_at timestamp with time zone not null,
  counted_until timestamp with time zone not null,
  PRIMARY KEY (only_row),
  CHECK (only_row)
);

create table rollup (
  span text not null,
  service_code text not null,
  at timestamp with time zone not null,
  probes bigint not null,
  down bigint not null,
  calls bigint not null,
  failed bigint not null,
  slow bigint not null,
  PRIMARY KEY (span, service_code, at),
  FOREIGN KEY (service_code) REFERENCES service(code) ON DELETE CASCADE,
  CHECK ((span = ANY (ARRAY['minute'::text, 'hour'::text, 'day'::text])))
);

create table run (
  source_id text not null,
  started_at timestamp with time zone not null,
  reported_at timestamp with time zone not null,
  services jsonb not null,
  PRIMARY KEY (source_id, started_at),
  FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
);

create table service (
  code text not null,
  name jsonb not null,
  region_code text,
  place integer not null,
  sources text[] not null,
  targets text[] not null,
  latency_ms integer not null,
  PRIMARY KEY (code),
  CHECK ((latency_ms > 0))
);
CREATE INDEX service_source ON service USING gin (sources);

create table source (
  id text not null,
  kind text not null,
  subject text not null,
  reported_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  clock_offset_ms bigint not null,
  report jsonb not null,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['module'::text, 'hub'::text, 'connector'::text])))
);
