-- Made from 3 migrations (919130d16d3b56db) by npm run generate; for reading only.

create table document (
  kind text not null,
  id text not null,
  path text not null,
  title jsonb not null,
  summary jsonb not null,
  version text not null,
  words tsvector not null,
  indexed_by integer not null default 1,
  level text not null default 'state'::text,
  regions text[],
  PRIMARY KEY (kind, id)
);
CREATE INDEX document_words ON document USING gin (words);

create table search_word (
  word text not null,
  trigrams text[] not null,
  PRIMARY KEY (word)
);
CREATE INDEX search_word_trigrams ON search_word USING gin (trigrams);
