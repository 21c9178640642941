-- Names, decisions, the story of the case and what its documents say, sealed (decision 20). The clear columns go with the next
-- release. By `name_marks` an application is found by the beginnings of the words of its applicant's name.
alter table case_file alter column applicant_name drop not null, add column sealed text, add column name_marks text[];
create index case_file_name on case_file using gin (name_marks);
create index case_file_clear on case_file (id) where decision is not null or applicant_name is not null;
alter table history alter column facts drop not null, add column sealed text;
create index history_clear on history (id) where actor is not null or facts is not null;
alter table output alter column facts drop not null, add column sealed text;
create index output_clear on output (id) where facts is not null or revocation_reason is not null;
-- The bank's reference stands with the payment alone.
update invoice set receipt_no = null where receipt_no is not null;
