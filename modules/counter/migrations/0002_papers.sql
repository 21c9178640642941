-- What was printed in a visit, by the code that stands on it: whoever is shown the paper can ask whether it is genuine.
create table paper (
  code text primary key,
  visit_id uuid not null references visit on delete cascade,
  kind text not null check (kind in ('consent', 'receipt')),
  -- of the application; of a consent there is none yet
  number text,
  sha256 text not null,
  made_at timestamptz not null
);
create index paper_of_visit on paper (visit_id);
