-- Where the processes of a module stand: of whatever it holds (a case, a document), by its id (decision 23).
create table process_run (
  holder_id uuid primary key,
  -- sequence flows taken before steps kept their own
  taken text[] not null default '{}',
  -- what this one's own plan differs in, in order
  changes jsonb not null default '[]'
);
create table process_token (
  id uuid not null,
  holder_id uuid not null,
  node text not null,
  -- the flow by which it came to a join
  arrived_by text,
  -- the token of the sub-process, or of what is done several times, that it is part of
  within uuid,
  item integer,
  items integer,
  -- the place of what is done, and could be undone, in the order of doing; and the sub-process it was done in
  done integer,
  done_in text,
  state text not null default 'waiting' check (state in ('waiting', 'failed')),
  error text,
  since_at timestamptz not null,
  primary key (holder_id, id)
);
create table process_timer (
  id uuid primary key,
  holder_id uuid not null,
  -- none where it belongs to the whole process
  token_id uuid,
  node text not null,
  due_at timestamptz not null,
  -- an ISO 8601 duration, and how often still; none is without end
  every text,
  remaining integer
);
create index process_timer_due on process_timer (due_at);
create index process_timer_holder on process_timer (holder_id);
-- Steps that are done: when they began and ended, and what came of them.
create table process_step (
  id uuid not null,
  holder_id uuid not null,
  token_id uuid not null,
  node text not null,
  -- which item, from the outermost
  items integer[] not null default '{}',
  since_at timestamptz not null,
  at timestamptz not null,
  -- sequence flows taken after it
  taken text[] not null default '{}',
  result jsonb,
  sealed text,
  primary key (holder_id, id)
);
create index process_step_clear on process_step (id) where result is not null;
