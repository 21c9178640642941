-- Free text, sealed (decision 20). The clear column goes with the next release.
alter table response_comment add column sealed text;
alter table response_comment alter column text drop not null;
