alter table mailbox_request
  add column node_id text,
  add column reference_id uuid,
  add column transaction_code text,
  add column attachments jsonb,
  add column state_at timestamptz,
  add column history jsonb not null default '[]',   -- [{ state, at }], oldest first
  add column processing text,                       -- last AsyncProcessingStatus of the provider
  add column told_at timestamptz;                   -- state_at that the sender was last told by "next status"

-- States of before this migration had other meanings: queued waits, taken is leased, processed is acknowledged.
update mailbox_request set
  reference_id = message_id,
  state_at = coalesce(acknowledged_at, sent_at),
  told_at = coalesce(acknowledged_at, sent_at),
  state = case
    when state = 'requestIsQueued' then 'requestIsAcceptedBySmev'
    when state = 'underProcessing' then 'requestIsProcessed'
    when state = 'requestIsProcessed' then 'underProcessing'
    when state = 'responseIsQueued' then 'responseIsAcceptedBySmev'
    else state end;
update mailbox_request set history = jsonb_build_array(jsonb_build_object('state', state, 'at', state_at));

alter table mailbox_request
  alter column reference_id set not null,
  alter column state_at set not null,
  alter column state drop default,
  add constraint mailbox_request_state check (state in (
    'requestIsQueued', 'requestIsAcceptedBySmev', 'requestIsRejectedBySmev', 'requestIsProcessed', 'underProcessing',
    'responseIsQueued', 'responseIsAcceptedBySmev', 'responseIsRejectedBySmev', 'responseIsProcessed',
    'cancelled', 'messageIsArchived', 'messageIsDelivered'));

drop index mailbox_request_waiting;
create index mailbox_request_waiting on mailbox_request (provider_id, sent_at)
  where state in ('requestIsAcceptedBySmev', 'requestIsProcessed');
create index mailbox_request_of_client on mailbox_request (client_id)
  where state in ('requestIsAcceptedBySmev', 'requestIsProcessed');
create index mailbox_request_untold on mailbox_request (client_id, state_at) where told_at is distinct from state_at;
create index mailbox_request_ending on mailbox_request (end_of_life)
  where state in ('requestIsAcceptedBySmev', 'requestIsProcessed');
create index mailbox_request_finished on mailbox_request (state_at)
  where state not in ('requestIsAcceptedBySmev', 'requestIsProcessed', 'underProcessing', 'messageIsArchived');

alter table mailbox_response
  add column node_id text,
  add column attachments jsonb;
create index mailbox_response_request on mailbox_response (request_id);

-- Each upload has chunks of its own; a sender's id is given to the first upload that is whole.
create table mailbox_attachment (
  upload_id uuid primary key,
  id uuid not null,
  owner_id text not null references subsystem,
  digest text not null,                -- Content-Digest (RFC 9530)
  size_bytes bigint not null,
  started_at timestamptz not null,
  stored_at timestamptz,
  message_id uuid,                     -- the request or response that names it
  reader_id text                       -- who may fetch it
);
create unique index mailbox_attachment_id on mailbox_attachment (id) where stored_at is not null;
create index mailbox_attachment_owner on mailbox_attachment (owner_id);
create index mailbox_attachment_message on mailbox_attachment (message_id) where message_id is not null;
create index mailbox_attachment_loose on mailbox_attachment (started_at) where message_id is null;
create table mailbox_attachment_chunk (
  upload_id uuid not null references mailbox_attachment on delete cascade,
  number integer not null,
  content bytea not null,              -- sealed with the owner's key
  primary key (upload_id, number)
);
alter table mailbox_attachment_chunk alter column content set storage external;
