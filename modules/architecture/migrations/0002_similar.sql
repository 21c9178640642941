-- Who is called alike is found without looking at all names.
create index element_version_words on element_version using gin (to_tsvector('simple', words)) where known_until is null;
