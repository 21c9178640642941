-- Files that an applicant attaches, sealed; their names, types and digests are in the answer. They go with the draft.
create table attachment (
  id uuid primary key,
  case_id uuid not null references case_file on delete cascade,
  field text not null,
  content bytea not null
);
create index attachment_case on attachment (case_id, field);
