-- Made from 1 migrations (18a63c4a8c260851) by npm run generate; for reading only.

create table entry (
  id uuid not null,
  ticket_id uuid not null,
  place bigint not null,
  at timestamp with time zone not null,
  kind text not null,
  side text not null,
  by_name text,
  line smallint,
  shown boolean not null,
  text text,
  sealed text,
  PRIMARY KEY (id),
  CHECK ((side = ANY (ARRAY['reporter'::text, 'desk'::text, 'clock'::text]))),
  FOREIGN KEY (ticket_id) REFERENCES ticket(id) ON DELETE CASCADE
);
CREATE INDEX entry_clear ON entry USING btree (id) WHERE (text IS NOT NULL);
CREATE INDEX entry_of_ticket ON entry USING btree (ticket_id, place);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_stays();

create table known_error (
  id uuid not null,
  number bigint not null,
  title jsonb not null,
  way_around jsonb not null,
  published_by text not null,
  published_at timestamp with time zone not null,
  mended_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (number)
);
CREATE INDEX known_error_order ON known_error USING btree (published_at DESC, id DESC);

create table ticket (
  id uuid not null,
  number bigint not null,
  person_key text,
  kind text not null,
  priority text not null,
  line smallint not null,
  state text not null,
  page text,
  correlation_id text,
  text text,
  email text,
  sealed text,
  taken_by uuid,
  taken_by_name text,
  reported_at timestamp with time zone not null,
  answer_by timestamp with time zone not null,
  solve_by timestamp with time zone not null,
  answered_at timestamp with time zone,
  solved_at timestamp with time zone,
  late_told_at timestamp with time zone,
  known_error_id uuid,
  incident_id uuid,
  PRIMARY KEY (id),
  CHECK (((state = ANY (ARRAY['solved'::text, 'closed'::text])) = (solved_at IS NOT NULL))),
  CHECK (((state = ANY (ARRAY['taken'::text, 'waiting'::text])) <= (taken_by IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['fault'::text, 'question'::text, 'content'::text]))),
  FOREIGN KEY (known_error_id) REFERENCES known_error(id),
  CHECK (((line >= 1) AND (line <= 3))),
  UNIQUE (number),
  CHECK ((priority = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text, 'urgent'::text]))),
  CHECK ((state = ANY (ARRAY['new'::text, 'taken'::text, 'waiting'::text, 'solved'::text, 'closed'::text])))
);
CREATE INDEX ticket_clear ON ticket USING btree (id) WHERE ((text IS NOT NULL) OR (email IS NOT NULL));
CREATE INDEX ticket_of_known_error ON ticket USING btree (known_error_id) WHERE (known_error_id IS NOT NULL);
CREATE INDEX ticket_of_person ON ticket USING btree (person_key, reported_at DESC, id DESC) WHERE (person_key IS NOT NULL);
CREATE INDEX ticket_order ON ticket USING btree (solve_by, id);
CREATE INDEX ticket_over ON ticket USING btree (solved_at) WHERE (solved_at IS NOT NULL);
CREATE INDEX ticket_queue ON ticket USING btree (line, solve_by, id) WHERE (solved_at IS NULL);
