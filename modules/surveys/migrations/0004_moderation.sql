-- Free words wait for a moderator before anybody reads them.
alter table response_comment add column state text not null default 'waiting'
  check (state in ('waiting', 'released', 'withheld'));
create index response_comment_by_state on response_comment (state);
