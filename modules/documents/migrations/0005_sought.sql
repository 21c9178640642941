-- Words are looked up beside the documents. Under row-level security the database asks nothing of an index before it has looked at the
-- row, unless the operator is proven to tell nothing of rows that it rejects; that of arrays is not. Here stand ids and keyed digests
-- alone; what is found is read from `document`, which shows whoever looks their own.
create table sought (
  document_id uuid primary key references document on delete cascade,
  institution_id text not null,
  subject_marks text[] not null
);
create index sought_words on sought using gin (subject_marks);
create function keep_sought() returns trigger language plpgsql set search_path from current as $$
begin
  insert into sought values (new.id, new.institution_id, coalesce(new.subject_marks, '{}'))
    on conflict (document_id) do update set subject_marks = excluded.subject_marks;
  return null;
end $$;
create trigger sought after insert or update of subject_marks on document for each row execute function keep_sought();
select set_config('documents.all', 'on', true);
insert into sought select id, institution_id, coalesce(subject_marks, '{}') from document;
select set_config('documents.all', '', true);
drop index document_words;
create index document_their_number on document (their_folded text_pattern_ops);
create index document_changed on document (changed_at desc, id desc);
