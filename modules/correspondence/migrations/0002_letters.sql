-- A citizen's or a company's letter to an authority; the document it became changes when it is passed on.
create table letter (
  id uuid primary key,
  author_id text not null,
  institution_id text not null,
  document_id uuid,
  state text not null check (state in ('writing', 'received', 'registered', 'in-work', 'answered')),
  number text,
  numbered_on date,
  due_on date not null,
  -- While it is on its way to another authority; whoever finds it here later finishes that.
  passing_to text,
  subject text,
  author_name text,
  writer_key text,
  sealed text,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index letter_author on letter (author_id, id desc);
create index letter_passing on letter (changed_at) where passing_to is not null;
create index letter_document on letter (document_id);

create table letter_step (
  letter_id uuid not null references letter,
  place integer not null,
  step text not null check (step in ('received', 'registered', 'in-work', 'passed-on', 'answered')),
  institution_id text not null,
  number text,
  at timestamptz not null,
  primary key (letter_id, place)
);

create table answer (
  letter_id uuid not null references letter,
  document_id uuid not null,
  number text not null,
  numbered_on date not null,
  at timestamptz not null,
  primary key (letter_id, document_id)
);
