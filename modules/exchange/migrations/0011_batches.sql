-- How long content and answer are as text: readers of many messages take what is small enough to be handed over at once.
alter table mailbox_request add column bytes bigint not null default 0;
alter table mailbox_response add column bytes bigint not null default 0;
update mailbox_request set bytes = octet_length(content::text) where state in ('requestIsAcceptedBySmev', 'requestIsProcessed');
update mailbox_response set bytes = octet_length(answer::text) where acknowledged_at is null;
