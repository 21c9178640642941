-- A register that is read by consent was not asked, because there was none.
alter table reading drop constraint reading_state_check;
alter table reading add constraint reading_state_check
  check (state in ('received', 'not-found', 'failed', 'needs-consent'));
-- What the case held of people was erased when its term was over.
alter table case_file add column erased_at timestamptz;
create index case_file_over on case_file (closed_at) where closed_at is not null and erased_at is null;
create index case_file_idle on case_file (changed_at) where state = 'draft';
