-- Made from 1 migrations (3719e53a2d48163b) by npm run generate; for reading only.

create table entry (
  id uuid not null,
  title text not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((title <> ''::text))
);
