-- Made from 1 migrations (a2d717a8e38859b6) by npm run generate; for reading only.

create table conflict (
  id uuid not null,
  case_id uuid not null,
  by_id text not null,
  by_name text not null,
  reason text,
  sealed text,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (case_id, by_id)
);
CREATE INDEX conflict_at ON conflict USING btree (at);
CREATE INDEX conflict_clear ON conflict USING btree (id) WHERE (reason IS NOT NULL);

create table file_made (
  id uuid not null,
  case_id uuid not null,
  sha256 text not null,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX file_of_case ON file_made USING btree (case_id, at DESC);

create table link (
  id uuid not null,
  case_id uuid not null,
  case_number text not null,
  other_id uuid not null,
  other_number text not null,
  reason text,
  sealed text,
  by_name text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((case_id <> other_id))
);
CREATE INDEX link_at ON link USING btree (at);
CREATE INDEX link_clear ON link USING btree (id) WHERE (reason IS NOT NULL);
CREATE INDEX link_of_case ON link USING btree (case_id);
CREATE INDEX link_of_other ON link USING btree (other_id);
CREATE UNIQUE INDEX link_once ON link USING btree (LEAST(case_id, other_id), GREATEST(case_id, other_id));

create table note (
  id uuid not null,
  root_id uuid not null,
  version integer not null,
  case_id uuid not null,
  applicant_id text not null,
  kind text not null,
  happened_on date not null,
  person text,
  text text,
  sealed text,
  by_id text not null,
  by_name text not null,
  written_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['call'::text, 'visit'::text, 'letter'::text, 'other'::text]))),
  UNIQUE (root_id, version)
);
CREATE INDEX note_clear ON note USING btree (id) WHERE ((text IS NOT NULL) OR (person IS NOT NULL));
CREATE INDEX note_of_applicant ON note USING btree (applicant_id, id);
CREATE INDEX note_of_case ON note USING btree (case_id, root_id DESC, version DESC);
CREATE INDEX note_written ON note USING btree (written_at);
CREATE TRIGGER note_stays BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION note_stays();

create table review (
  id uuid not null,
  kind text not null,
  case_id uuid not null,
  case_number text not null,
  task_id uuid,
  service_id text not null,
  office_id text not null,
  outcome text not null,
  text text,
  proposed_by text,
  proposed_name text,
  proposed_at timestamp with time zone not null,
  state text not null,
  answered_by text,
  answered_name text,
  answered_at timestamp with time zone,
  reason text,
  sealed text,
  PRIMARY KEY (id),
  CHECK (((kind = 'before'::text) = (task_id IS NOT NULL))),
  CHECK (((state = 'open'::text) = (answered_at IS NULL))),
  CHECK ((kind = ANY (ARRAY['before'::text, 'after'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'agreed'::text, 'returned'::text])))
);
CREATE INDEX review_clear ON review USING btree (id) WHERE ((text IS NOT NULL) OR (reason IS NOT NULL));
CREATE INDEX review_of_case ON review USING btree (case_id);
CREATE INDEX review_over ON review USING btree (proposed_at);
CREATE INDEX review_queue ON review USING btree (office_id, proposed_at DESC, id DESC);
CREATE UNIQUE INDEX review_open ON review USING btree (task_id) WHERE (state = 'open'::text);

create table sampling (
  office_id text not null,
  per_mille integer not null,
  seed text not null,
  set_by text not null,
  set_at timestamp with time zone not null,
  PRIMARY KEY (office_id),
  CHECK (((per_mille >= 0) AND (per_mille <= 1000)))
);

create table view (
  id uuid not null,
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
  changed_at timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX view_clear ON view USING btree (id) WHERE (search IS NOT NULL);
CREATE INDEX view_of_office ON view USING btree (office_id) WHERE (office_id IS NOT NULL);
CREATE UNIQUE INDEX view_default ON view USING btree (owner_id) WHERE is_default;
CREATE UNIQUE INDEX view_name ON view USING btree (owner_id, name);
