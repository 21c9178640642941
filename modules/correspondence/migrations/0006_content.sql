-- Of what came under this id first: the same id with other content is not answered as if that had been taken.
alter table arrival add column content_digest text;
