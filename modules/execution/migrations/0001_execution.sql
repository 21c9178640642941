-- What documents is still to be told, in order: each call carries its id as key, so that a second one does nothing.
create table owed (
  id uuid primary key,
  document_id uuid not null,
  call jsonb not null,
  at timestamptz not null,
  done_at timestamptz,
  refused text
);
create index owed_open on owed (document_id, id) where done_at is null;
-- Of a document one thing at a time is told to documents, and one at a time changes in its instructions.
create table turn (
  document_id uuid not null,
  at text not null check (at in ('telling', 'working')),
  primary key (document_id, at)
);

-- What waits for whoever holds a post, or for a person alone.
create table task (
  id uuid primary key,
  document_id uuid not null,
  institution_id text not null,
  kind text not null check (kind in ('resolve', 'approve', 'mend', 'execute', 'accept', 'extend', 'control', 'read')),
  object_id uuid not null,
  post_id uuid,
  person_id uuid,
  title jsonb,
  since timestamptz not null,
  due_at timestamptz,
  done_at timestamptz,
  -- the last reminder that was sent, and whether a leader was told
  reminded text,
  check ((post_id is null) <> (person_id is null))
);
create unique index task_once on task (object_id, kind, coalesce(post_id, person_id)) where done_at is null;
create index task_post on task (post_id, due_at) where done_at is null;
create index task_person on task (person_id, due_at) where done_at is null;
create index task_due on task (due_at) where done_at is null and due_at is not null;
create index task_document on task (document_id);

create table template (
  id uuid primary key,
  institution_id text not null,
  title text not null,
  stages jsonb not null,
  unique (institution_id, title)
);
create table route (
  id uuid primary key,
  document_id uuid not null,
  institution_id text not null,
  state text not null check (state in ('running', 'returned', 'approved', 'withdrawn')),
  round integer not null,
  stages jsonb not null,
  author_id uuid,
  author_post uuid,
  started_by jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create unique index route_open on route (document_id) where state in ('running', 'returned');
create index route_document on route (document_id);
create table route_approver (
  id uuid primary key,
  route_id uuid not null references route
);
create index route_approver_route on route_approver (route_id);
create table remark (
  id uuid primary key,
  route_id uuid not null references route,
  approver_id uuid not null,
  round integer not null,
  page integer,
  quote text,
  text text,
  sealed text,
  by jsonb not null
);
create index remark_route on remark (route_id);

create table resolution (
  id uuid primary key,
  document_id uuid not null,
  institution_id text not null,
  label smallint not null,
  parent_id uuid,
  depth smallint not null check (depth between 1 and 6),
  text text,
  sealed text,
  due_on date not null,
  state text not null check (state in ('open', 'executed', 'withdrawn')),
  control text not null check (control in ('none', 'on', 'removed')),
  control_by jsonb,
  recurrence text check (recurrence in ('monthly', 'quarterly')),
  -- the one before, of which this is the next
  follows uuid unique,
  by_post uuid,
  by_person uuid,
  by jsonb not null,
  given_at timestamptz not null
);
create index resolution_document on resolution (document_id);
create index resolution_institution on resolution (institution_id, given_at);
create table assignment (
  id uuid primary key,
  resolution_id uuid not null references resolution,
  post_id uuid not null,
  title jsonb not null,
  role text not null check (role in ('responsible', 'co')),
  state text not null check (state in ('given', 'reported', 'accepted', 'withdrawn')),
  reported_on date,
  done_at timestamptz,
  unique (resolution_id, post_id)
);
create index assignment_resolution on assignment (resolution_id);
alter table resolution add foreign key (parent_id) references assignment;
create index resolution_parent on resolution (parent_id);
create table report (
  id uuid primary key,
  assignment_id uuid not null references assignment,
  text text,
  decision_reason text,
  sealed text,
  by jsonb not null,
  decision text check (decision in ('accepted', 'returned')),
  decided_by jsonb
);
create index report_assignment on report (assignment_id);
create table extension (
  id uuid primary key,
  resolution_id uuid not null references resolution,
  until date not null,
  reason text,
  sealed text,
  by jsonb not null,
  granted boolean,
  decided_by jsonb
);
create unique index extension_waits on extension (resolution_id) where granted is null;
create table phrase (
  id uuid primary key,
  person_id uuid not null,
  text text,
  sealed text,
  used_at timestamptz not null
);
create index phrase_person on phrase (person_id, used_at desc);

create table acquaintance (
  id uuid primary key,
  document_id uuid not null,
  institution_id text not null,
  note text,
  sealed text,
  due_on date,
  by jsonb not null,
  reminded_at timestamptz
);
create index acquaintance_document on acquaintance (document_id);
create table reading (
  id uuid primary key,
  acquaintance_id uuid not null references acquaintance,
  post_id uuid not null,
  title jsonb not null,
  done jsonb,
  unique (acquaintance_id, post_id)
);
