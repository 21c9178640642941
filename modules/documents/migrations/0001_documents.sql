-- Instructions on records management: the state's standard set where no institution is named.
create table norm (
  id uuid primary key,
  institution_id text,
  version integer not null check (version > 0),
  state text not null check (state in ('proposed', 'in-force', 'declined')),
  title jsonb not null,
  in_force_from date not null,
  -- whole rules of the standard set; an institution's are the deviations from it
  rules jsonb,
  deviations jsonb not null default '[]',
  proposed_by uuid,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by_name text,
  decided_at timestamptz
);
create unique index norm_version on norm (coalesce(institution_id, ''), version);

-- A register of an institution for a year; its counter moves in the transaction that takes a number.
create table journal (
  id uuid primary key,
  institution_id text not null,
  code text not null,
  year integer not null,
  template text not null,
  index_code text not null,
  next_number integer not null default 1,
  unique (institution_id, code, year)
);
create table registration (
  journal_id uuid not null references journal,
  n integer not null,
  number text not null,
  state text not null check (state in ('taken', 'reserved', 'cancelled')),
  document_id uuid unique,
  on_date date not null,
  at timestamptz not null,
  by_name text not null,
  reason text,
  primary key (journal_id, n),
  check ((state = 'taken') = (document_id is not null))
);

create table document (
  id uuid primary key,
  institution_id text not null,
  kind text not null,
  direction text not null check (direction in ('incoming', 'outgoing', 'internal')),
  state text not null check (state in ('draft', 'in-approval', 'approved', 'signed', 'received', 'registered', 'in-execution',
    'executed', 'filed', 'refused', 'cancelled')),
  label smallint not null check (label between 0 and 3),
  language text not null,
  source text not null,
  -- what brought it in names it once
  source_key text,
  subject text,
  correspondents jsonb,
  card jsonb,
  sealed text,
  subject_marks text[],
  their_number text,
  their_date date,
  -- the number as it is compared: letters and digits only
  their_folded text,
  number text,
  number_folded text,
  numbered_on date,
  late_reason text,
  due_on date,
  executed_at timestamptz,
  file_index text,
  paper_at text,
  author_id uuid,
  author_name text not null,
  version integer not null default 1,
  revision integer not null default 1,
  locked_by uuid,
  locked_by_name text,
  locked_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index document_source on document (institution_id, source_key) where source_key is not null;
create index document_latest on document (institution_id, changed_at desc, id desc);
create index document_state on document (institution_id, state, changed_at desc);
create index document_due on document (institution_id, due_on) where executed_at is null and due_on is not null;
create index document_words on document using gin (subject_marks);
create index document_number on document (number_folded text_pattern_ops);
create index document_theirs on document (institution_id, their_folded, their_date);
create index document_author on document (author_id, changed_at desc);

create table reader (
  document_id uuid not null references document,
  post_id uuid not null,
  -- the work that is with the post, or that somebody let it in
  work text not null,
  why text not null,
  since timestamptz not null,
  ended_at timestamptz,
  primary key (document_id, post_id, work)
);
create index reader_post on reader (post_id) where ended_at is null;

create table file (
  id uuid primary key,
  document_id uuid not null references document,
  version integer not null,
  place integer not null,
  role text not null check (role in ('main', 'annex')),
  name text not null,
  mime_type text not null,
  size integer not null,
  sha256 text not null,
  -- sealed bytes
  content bytea not null,
  added_at timestamptz not null,
  added_by text not null,
  removed_at timestamptz
);
create index file_document on file (document_id, version, place);
create index file_digest on file (sha256);

create table link (
  document_id uuid not null references document,
  other_id uuid not null references document,
  link_as text not null check (link_as in ('reply', 'follows', 'annex', 'related')),
  primary key (document_id, other_id, link_as)
);
create index link_other on link (other_id);

create table history (
  id uuid primary key,
  document_id uuid not null references document,
  key text,
  at timestamptz not null,
  what text not null,
  by_name text not null,
  by_post text,
  capacity text,
  facts jsonb not null
);
create index history_document on history (document_id, id);
create unique index history_once on history (document_id, key) where key is not null;

-- Who sees what: nobody sees a row unless a use case said for whom it looks (decision 30).
create function documents_list(setting text) returns text[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('documents.' || setting, true), ''), ','), '{}') $$;

alter table document enable row level security;
alter table document force row level security;
create policy seen on document using (
  (select coalesce(current_setting('documents.all', true), '') = 'on')
  or (
    (label < 2
      or (label = 2 and institution_id = any ((select documents_list('cleared'))::text[]))
      or institution_id = any ((select documents_list('cleared_strictly'))::text[]))
    and (
      (label < 2 and institution_id = any ((select documents_list('whole'))::text[]))
      or author_id::text = (select current_setting('documents.person', true))
      or exists (select 1 from reader r where r.document_id = document.id and r.ended_at is null
                 and r.post_id::text = any ((select documents_list('posts'))::text[]))
    )
  )
);

alter table file enable row level security;
alter table file force row level security;
create policy seen on file using (exists (select 1 from document d where d.id = document_id));
alter table link enable row level security;
alter table link force row level security;
create policy seen on link using (exists (select 1 from document d where d.id = document_id) and exists (select 1 from document d where d.id = other_id));
alter table history enable row level security;
alter table history force row level security;
create policy seen on history using (exists (select 1 from document d where d.id = document_id));
