-- Of which rendered service an answer is, and who rendered it, as the specification asks; apart from the answers.
create table response_card (
  response_id uuid primary key references response,
  card_id uuid not null,
  organisation_name text not null,
  inn text not null,
  ogrn text not null,
  kpp text not null
);
