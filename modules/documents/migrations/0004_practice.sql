-- Documents of practice institutions are seen by who practises, and those of work by who works: nobody sees both at once (decision 33).
create policy practice on document as restrictive using (
  (select coalesce(current_setting('documents.all', true), '') = 'on')
  or starts_with(institution_id, 'PRACTICE-') = (select coalesce(current_setting('documents.practice', true), '') = 'on')
);
