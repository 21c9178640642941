-- Made from 6 migrations (98a29271c53cdd9b) by npm run generate; for reading only.

create table document (
  id uuid not null,
  institution_id text not null,
  kind text not null,
  direction text not null,
  state text not null,
  label smallint not null,
  language text not null,
  source text not null,
  source_key text,
  subject text,
  correspondents jsonb,
  card jsonb,
  sealed text,
  subject_marks text[],
  their_number text,
  their_date date,
  their_folded text,
  number text,
  number_folded text,
  numbered_on date,
  late_reason text,
  due_on date,
  executed_at timestamp with time zone,
  file_index text,
  paper_at text,
  author_id uuid,
  author_name text not null,
  version integer not null default 1,
  revision integer not null default 1,
  locked_by uuid,
  locked_by_name text,
  locked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((direction = ANY (ARRAY['incoming'::text, 'outgoing'::text, 'internal'::text]))),
  CHECK (((label >= 0) AND (label <= 3))),
  CHECK ((state = ANY (ARRAY['draft'::text, 'in-approval'::text, 'approved'::text, 'signed'::text, 'received'::text, 'registered'::text, 'in-execution'::text, 'executed'::text, 'filed'::text, 'refused'::text, 'cancelled'::text])))
);
CREATE INDEX document_author ON document USING btree (author_id, changed_at DESC);
CREATE INDEX document_changed ON document USING btree (changed_at DESC, id DESC);
CREATE INDEX document_due ON document USING btree (institution_id, due_on) WHERE ((executed_at IS NULL) AND (due_on IS NOT NULL));
CREATE INDEX document_latest ON document USING btree (institution_id, changed_at DESC, id DESC);
CREATE INDEX document_number ON document USING btree (number_folded text_pattern_ops);
CREATE INDEX document_state ON document USING btree (institution_id, state, changed_at DESC);
CREATE INDEX document_their_number ON document USING btree (their_folded text_pattern_ops);
CREATE INDEX document_theirs ON document USING btree (institution_id, their_folded, their_date);
CREATE UNIQUE INDEX document_source ON document USING btree (institution_id, source_key) WHERE (source_key IS NOT NULL);
CREATE TRIGGER sought AFTER INSERT OR UPDATE OF subject_marks ON document FOR EACH ROW EXECUTE FUNCTION keep_sought();

create table file (
  id uuid not null,
  document_id uuid not null,
  version integer not null,
  place integer not null,
  role text not null,
  name text not null,
  mime_type text not null,
  size integer not null,
  sha256 text not null,
  content bytea not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  removed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (document_id) REFERENCES document(id),
  CHECK ((role = ANY (ARRAY['main'::text, 'annex'::text])))
);
CREATE INDEX file_digest ON file USING btree (sha256);
CREATE INDEX file_document ON file USING btree (document_id, version, place);

create table history (
  id uuid not null,
  document_id uuid not null,
  key text,
  at timestamp with time zone not null,
  what text not null,
  by_name text not null,
  by_post text,
  capacity text,
  facts jsonb not null,
  in_place_of text,
  PRIMARY KEY (id),
  FOREIGN KEY (document_id) REFERENCES document(id)
);
CREATE INDEX history_document ON history USING btree (document_id, id);
CREATE UNIQUE INDEX history_once ON history USING btree (document_id, key) WHERE (key IS NOT NULL);

create table journal (
  id uuid not null,
  institution_id text not null,
  code text not null,
  year integer not null,
  template text not null,
  index_code text not null,
  next_number integer not null default 1,
  PRIMARY KEY (id),
  UNIQUE (institution_id, code, year)
);

create table link (
  document_id uuid not null,
  other_id uuid not null,
  link_as text not null,
  PRIMARY KEY (document_id, other_id, link_as),
  FOREIGN KEY (document_id) REFERENCES document(id),
  CHECK ((link_as = ANY (ARRAY['reply'::text, 'follows'::text, 'annex'::text, 'related'::text]))),
  FOREIGN KEY (other_id) REFERENCES document(id)
);
CREATE INDEX link_other ON link USING btree (other_id);

create table norm (
  id uuid not null,
  institution_id text,
  version integer not null,
  state text not null,
  title jsonb not null,
  in_force_from date not null,
  rules jsonb,
  deviations jsonb not null default '[]'::jsonb,
  proposed_by uuid,
  proposed_by_name text not null,
  proposed_at timestamp with time zone not null,
  decided_by_name text,
  decided_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['proposed'::text, 'in-force'::text, 'declined'::text]))),
  CHECK ((version > 0))
);
CREATE UNIQUE INDEX norm_version ON norm USING btree (COALESCE(institution_id, ''::text), version);

create table reader (
  document_id uuid not null,
  post_id uuid not null,
  work text not null,
  why text not null,
  since timestamp with time zone not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (document_id, post_id, work),
  FOREIGN KEY (document_id) REFERENCES document(id)
);
CREATE INDEX reader_post ON reader USING btree (post_id) WHERE (ended_at IS NULL);

create table registration (
  journal_id uuid not null,
  n integer not null,
  number text not null,
  state text not null,
  document_id uuid,
  on_date date not null,
  at timestamp with time zone not null,
  by_name text not null,
  reason text,
  PRIMARY KEY (journal_id, n),
  CHECK (((state = 'taken'::text) = (document_id IS NOT NULL))),
  UNIQUE (document_id),
  FOREIGN KEY (journal_id) REFERENCES journal(id),
  CHECK ((state = ANY (ARRAY['taken'::text, 'reserved'::text, 'cancelled'::text])))
);

create table signature (
  id uuid not null,
  document_id uuid not null,
  version integer not null,
  by_id uuid not null,
  by_name text not null,
  prepared_at timestamp with time zone not null,
  post jsonb,
  capacity text,
  made_at timestamp with time zone,
  revision integer,
  PRIMARY KEY (id),
  FOREIGN KEY (document_id) REFERENCES document(id)
);
CREATE INDEX signature_document ON signature USING btree (document_id, version);
CREATE INDEX signature_open ON signature USING btree (prepared_at) WHERE (made_at IS NULL);

create table sought (
  document_id uuid not null,
  institution_id text not null,
  subject_marks text[] not null,
  PRIMARY KEY (document_id),
  FOREIGN KEY (document_id) REFERENCES document(id) ON DELETE CASCADE
);
CREATE INDEX sought_words ON sought USING gin (subject_marks);
