-- In which visit at a counter it was started: within a visit nothing else of the person is seen.
alter table case_file add column visit_id uuid;
