-- What ended in the last year is counted for each service.
create index case_file_closed on case_file (service_id, closed_at) where closed_at is not null;
