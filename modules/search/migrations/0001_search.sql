create table document (
  kind text not null,
  id text not null,
  path text not null,
  title jsonb not null,
  summary jsonb not null,
  version text not null,
  -- words of all languages, by the stemmer of each and as they are
  words tsvector not null,
  primary key (kind, id)
);
create index document_words on document using gin (words);
