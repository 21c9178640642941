alter table service add column fallback boolean not null default false;   -- its calls may wait in the mailbox
