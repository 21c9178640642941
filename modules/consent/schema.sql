-- Made from 1 migrations (6efa2afaa76497da) by npm run generate; for reading only.

create table act (
  id uuid not null,
  place_in_turn bigint not null,
  person_key text not null,
  code text not null,
  version integer not null,
  act text not null,
  at timestamp with time zone not null,
  until timestamp with time zone,
  language text not null,
  digest text not null,
  place text not null,
  case_id uuid,
  by_other uuid,
  PRIMARY KEY (id),
  CHECK ((act = ANY (ARRAY['given'::text, 'withdrawn'::text]))),
  FOREIGN KEY (code) REFERENCES purpose(code),
  CHECK ((place = ANY (ARRAY['cabinet'::text, 'form'::text])))
);
CREATE INDEX act_last ON act USING btree (person_key, code, place_in_turn DESC);
CREATE INDEX act_of_person ON act USING btree (person_key, id DESC);
CREATE INDEX act_of_purpose ON act USING btree (code, person_key, place_in_turn DESC);
CREATE TRIGGER acts_stand BEFORE DELETE OR UPDATE ON act FOR EACH ROW EXECUTE FUNCTION acts_stand();

create table correction (
  id uuid not null,
  number bigint not null,
  person_key text not null,
  person_name text,
  owner_id text not null,
  register text not null,
  field text not null,
  stands text,
  wanted text,
  reason text,
  answer text,
  sealed text,
  state text not null,
  asked_at timestamp with time zone not null,
  due_on date not null,
  overdue_told_at timestamp with time zone,
  decided_at timestamp with time zone,
  decided_by uuid,
  PRIMARY KEY (id),
  CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'declined'::text, 'taken-back'::text])))
);
CREATE INDEX correction_clear ON correction USING btree (id) WHERE ((person_name IS NOT NULL) OR (stands IS NOT NULL) OR (wanted IS NOT NULL) OR (reason IS NOT NULL) OR (answer IS NOT NULL));
CREATE INDEX correction_desk ON correction USING btree (owner_id, due_on, id);
CREATE INDEX correction_late ON correction USING btree (due_on) WHERE ((state = 'open'::text) AND (overdue_told_at IS NULL));
CREATE INDEX correction_of_person ON correction USING btree (person_key, id DESC);
CREATE INDEX correction_over ON correction USING btree (decided_at) WHERE (decided_at IS NOT NULL);
CREATE UNIQUE INDEX correction_open ON correction USING btree (person_key, register, field) WHERE (state = 'open'::text);

create table purpose (
  code text not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (code)
);

create table purpose_version (
  id uuid not null,
  code text not null,
  version integer,
  content jsonb not null,
  digest text not null,
  author_id text not null,
  author_name text not null,
  changed_at timestamp with time zone not null,
  publisher_id text,
  publisher_name text,
  published_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((publisher_id <> author_id)),
  CHECK (((version IS NULL) = (published_at IS NULL))),
  FOREIGN KEY (code) REFERENCES purpose(code),
  UNIQUE (code, version),
  CHECK ((version > 0))
);
CREATE UNIQUE INDEX purpose_draft ON purpose_version USING btree (code) WHERE (version IS NULL);
CREATE TRIGGER published_stays BEFORE DELETE OR UPDATE ON purpose_version FOR EACH ROW EXECUTE FUNCTION published_stays();
