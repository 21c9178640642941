-- words that documents use, by which mistyped ones are found again
create table search_word (
  word text primary key,
  -- groups of three letters of the word
  trigrams text[] not null
);
create index search_word_trigrams on search_word using gin (trigrams);
-- which way of making words the row was indexed by; older ones are indexed again
alter table document add column indexed_by integer not null default 1;
