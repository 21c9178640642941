-- The same document for who reads by other means (PDF/UA); those issued before have none.
alter table output add column accessible bytea;
