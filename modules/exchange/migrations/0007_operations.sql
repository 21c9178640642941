-- Operational monitoring: one row a sync call, in the fields of X-Road's record; kept for days, no evidence.
create table operational_record (
  id uuid primary key,                 -- of the call, made as it arrives: in order of time
  request_in_ts bigint not null,       -- milliseconds since 1970, as all four
  request_out_ts bigint,
  response_in_ts bigint,
  response_out_ts bigint not null,
  hub_address text not null,
  client_id text not null,
  service_id text not null,            -- as called: it need not exist
  rest_method text not null,
  rest_path text,                      -- pattern of the right that allowed it, since paths name people
  message_id text not null,
  message_user_id text,
  message_issue text,
  represented_party text,
  request_size bigint not null,        -- bytes of the body
  response_size bigint,
  outcome text not null check (outcome in ('accepted', 'refused', 'failed')),
  status_code integer not null,
  fault_code text,
  fault_string text
);
create index operational_record_at on operational_record (request_in_ts);
create index operational_record_client on operational_record (client_id, request_in_ts);
create index operational_record_service on operational_record (service_id, request_in_ts);

-- Calls counted by minute, parties, outcome and how long they took, by the statement that writes the records.
create table traffic_minute (
  minute bigint not null,              -- since 1970
  client_id text not null,
  service_id text not null,
  outcome text not null,
  latency_step smallint not null,      -- 2^(step/8) ms, rounded down; 0 where there was no answer
  calls bigint not null,
  primary key (minute, client_id, service_id, outcome, latency_step)
);

-- Whose engineers answer for the member's subsystems: an organisation of the platform.
alter table member add column organisation_id text;
create index member_organisation on member (organisation_id) where organisation_id is not null;
create index enrolment_subsystem on enrolment (subsystem_id);
create index session_subsystem on session (subsystem_id, opened_at);
create index message_client on message (client_id, at);
