-- Made from 2 migrations (05469413514b4a4a) by npm run generate; for reading only.

create table paper (
  code text not null,
  visit_id uuid not null,
  kind text not null,
  number text,
  sha256 text not null,
  made_at timestamp with time zone not null,
  PRIMARY KEY (code),
  CHECK ((kind = ANY (ARRAY['consent'::text, 'receipt'::text]))),
  FOREIGN KEY (visit_id) REFERENCES visit(id) ON DELETE CASCADE
);
CREATE INDEX paper_of_visit ON paper USING btree (visit_id);

create table visit (
  id uuid not null,
  office_id text not null,
  office_name jsonb not null,
  clerk_id uuid not null,
  clerk_name text not null,
  person_key text not null,
  person_name text,
  document text,
  reason text,
  scan text,
  scan_type text,
  sealed text,
  service_id text not null,
  service_title jsonb not null,
  language text not null,
  way text not null,
  state text not null,
  tries integer not null default 0,
  asked_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  until_at timestamp with time zone,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((state = ANY (ARRAY['open'::text, 'ended'::text])) = (opened_at IS NOT NULL))),
  CHECK (((until_at IS NULL) OR (until_at <= (opened_at + '01:00:00'::interval)))),
  CHECK (((state = ANY (ARRAY['asked'::text, 'open'::text])) = (ended_at IS NULL))),
  CHECK ((state = ANY (ARRAY['asked'::text, 'open'::text, 'ended'::text, 'refused'::text, 'failed'::text, 'lapsed'::text]))),
  CHECK (((tries >= 0) AND (tries <= 5))),
  CHECK ((way = ANY (ARRAY['code'::text, 'paper'::text])))
);
CREATE INDEX visit_clear ON visit USING btree (id) WHERE ((person_name IS NOT NULL) OR (document IS NOT NULL) OR (reason IS NOT NULL) OR (scan IS NOT NULL));
CREATE INDEX visit_of_clerk ON visit USING btree (clerk_id, id DESC);
CREATE INDEX visit_of_office ON visit USING btree (office_id, id DESC);
CREATE INDEX visit_of_person ON visit USING btree (person_key, asked_at);
CREATE INDEX visit_running ON visit USING btree (asked_at) WHERE (state = ANY (ARRAY['asked'::text, 'open'::text]));
CREATE UNIQUE INDEX visit_open ON visit USING btree (clerk_id) WHERE (state = 'open'::text);
