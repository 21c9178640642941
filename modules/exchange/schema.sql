-- Made from 14 migrations (6ecb818857f46b33) by npm run generate; for reading only.

create table access_group (
  id text not null,
  owner_id text,
  name jsonb not null,
  PRIMARY KEY (id),
  FOREIGN KEY (owner_id) REFERENCES subsystem(id)
);

create table access_group_member (
  group_id text not null,
  subsystem_id text not null,
  PRIMARY KEY (group_id, subsystem_id),
  FOREIGN KEY (group_id) REFERENCES access_group(id),
  FOREIGN KEY (subsystem_id) REFERENCES subsystem(id)
);

create table access_right (
  id uuid not null,
  consumer_id text,
  target text not null,
  method text not null default '*'::text,
  path_pattern text not null default '/**'::text,
  purpose text not null,
  valid_until timestamp with time zone,
  group_id text,
  operation_id text,
  purposes text[] not null default '{}'::text[],
  PRIMARY KEY (id),
  FOREIGN KEY (consumer_id) REFERENCES subsystem(id),
  FOREIGN KEY (group_id) REFERENCES access_group(id),
  UNIQUE NULLS NOT DISTINCT (consumer_id, group_id, target, method, path_pattern, operation_id),
  CHECK ((num_nonnulls(consumer_id, group_id) = 1))
);

create table asked_person (
  person_key text not null,
  entry_id uuid not null,
  PRIMARY KEY (person_key, entry_id)
);

create table body_chunk (
  body_id uuid not null,
  number integer not null,
  content bytea not null,
  at timestamp with time zone not null,
  PRIMARY KEY (body_id, number)
);
CREATE INDEX body_chunk_at ON body_chunk USING btree (at) WHERE (number = 0);

create table certificate (
  key_id text not null,
  subsystem_id text,
  profile text not null,
  pem text not null,
  valid_until timestamp with time zone not null,
  revoked_at timestamp with time zone,
  serial text,
  public_key_hash bytea,
  revocation_reason text,
  renewed_from text,
  PRIMARY KEY (key_id),
  CHECK (((profile = ANY (ARRAY['tls-client'::text, 'message-signing'::text, 'seal'::text])) AND ((profile = 'seal'::text) = (subsystem_id IS NULL)))),
  FOREIGN KEY (renewed_from) REFERENCES certificate(key_id),
  FOREIGN KEY (subsystem_id) REFERENCES subsystem(id)
);
CREATE INDEX certificate_public_key ON certificate USING btree (public_key_hash);
CREATE INDEX certificate_renewed_from ON certificate USING btree (renewed_from);
CREATE INDEX certificate_serial ON certificate USING btree (serial);
CREATE INDEX certificate_subsystem ON certificate USING btree (subsystem_id);

create table certificate_request (
  id uuid not null,
  subsystem_id text,
  profile text not null,
  common_name text not null,
  hosts text not null default ''::text,
  request text not null,
  public_key_hash bytea not null,
  renewed_from text,
  requested_at timestamp with time zone not null,
  state text not null default 'waiting'::text,
  answered_at timestamp with time zone,
  reason text,
  chain text,
  valid_until timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((((state = 'waiting'::text) = (answered_at IS NULL)) AND ((state = 'issued'::text) = (chain IS NOT NULL)) AND ((state = 'issued'::text) = (valid_until IS NOT NULL)) AND ((state = 'rejected'::text) = (reason IS NOT NULL)))),
  CHECK ((profile = ANY (ARRAY['tls-client'::text, 'message-signing'::text, 'seal'::text, 'tls-server'::text, 'hub-signing'::text]))),
  FOREIGN KEY (renewed_from) REFERENCES certificate(key_id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'issued'::text, 'rejected'::text]))),
  FOREIGN KEY (subsystem_id) REFERENCES subsystem(id)
);
CREATE INDEX certificate_request_key ON certificate_request USING btree (public_key_hash);
CREATE INDEX certificate_request_state ON certificate_request USING btree (state, id);
CREATE UNIQUE INDEX certificate_request_waiting ON certificate_request USING btree (public_key_hash, profile, common_name, hosts) WHERE (state = 'waiting'::text);

create table crl (
  id smallint not null default 1,
  number bigint not null,
  this_update timestamp with time zone not null,
  der bytea not null,
  PRIMARY KEY (id),
  CHECK ((id = 1))
);

create table enrolment (
  token_hash bytea not null,
  subsystem_id text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  key_digest bytea,
  PRIMARY KEY (token_hash),
  FOREIGN KEY (subsystem_id) REFERENCES subsystem(id)
);
CREATE INDEX enrolment_subsystem ON enrolment USING btree (subsystem_id);

create table event (
  id uuid not null,
  type_id text not null,
  "position" bigint not null,
  publisher_id text not null,
  source text not null,
  source_id text not null,
  subject text not null,
  digest text not null,
  content bytea not null,
  published_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (publisher_id) REFERENCES subsystem(id),
  UNIQUE (publisher_id, source, source_id),
  FOREIGN KEY (type_id) REFERENCES event_type(id),
  UNIQUE (type_id, "position")
);
CREATE INDEX event_published ON event USING btree (published_at);

create table event_delivery (
  subscription_id uuid not null,
  event_id uuid not null,
  "position" bigint not null,
  subject text not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp with time zone not null,
  last_error text,
  PRIMARY KEY (subscription_id, "position"),
  FOREIGN KEY (event_id) REFERENCES event(id) ON DELETE CASCADE,
  CHECK ((state = ANY (ARRAY['waiting'::text, 'dead'::text]))),
  FOREIGN KEY (subscription_id) REFERENCES event_subscription(id) ON DELETE CASCADE
);
CREATE INDEX event_delivery_dead ON event_delivery USING btree (subscription_id, "position") WHERE (state = 'dead'::text);
CREATE INDEX event_delivery_due ON event_delivery USING btree (next_at) WHERE (state = 'waiting'::text);
CREATE INDEX event_delivery_event ON event_delivery USING btree (event_id);
CREATE INDEX event_delivery_subject ON event_delivery USING btree (subscription_id, subject, "position") WHERE (state = 'waiting'::text);

create table event_subscription (
  id uuid not null,
  subscriber_id text not null,
  type_id text not null,
  subject_prefix text not null,
  delivery text not null,
  url text,
  purpose text,
  ttl_seconds integer,
  secrets bytea,
  "position" bigint not null,
  created_at timestamp with time zone not null,
  paused_at timestamp with time zone,
  failing_since timestamp with time zone,
  last_error text,
  PRIMARY KEY (id),
  CHECK ((delivery = ANY (ARRAY['push'::text, 'pull'::text]))),
  FOREIGN KEY (subscriber_id) REFERENCES subsystem(id),
  UNIQUE (subscriber_id, type_id, subject_prefix, delivery),
  FOREIGN KEY (type_id) REFERENCES event_type(id)
);
CREATE INDEX event_subscription_type ON event_subscription USING btree (type_id);

create table event_type (
  id text not null,
  publisher_id text not null,
  name jsonb not null,
  schema jsonb not null,
  last_position bigint not null default 0,
  retired_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (publisher_id) REFERENCES subsystem(id)
);

create table hub (
  id uuid not null,
  url text not null,
  seen_at timestamp with time zone not null,
  PRIMARY KEY (id)
);

create table hub_certificate (
  key_id text not null,
  pem text not null,
  valid_until timestamp with time zone not null,
  PRIMARY KEY (key_id)
);

create table information_type (
  id text not null,
  provider_id text not null,
  name jsonb not null,
  request_schema jsonb not null,
  response_schema jsonb not null,
  persons jsonb not null default '[]'::jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (provider_id) REFERENCES subsystem(id)
);

create table mailbox_attachment (
  upload_id uuid not null,
  id uuid not null,
  owner_id text not null,
  digest text not null,
  size_bytes bigint not null,
  started_at timestamp with time zone not null,
  stored_at timestamp with time zone,
  message_id uuid,
  reader_id text,
  PRIMARY KEY (upload_id),
  FOREIGN KEY (owner_id) REFERENCES subsystem(id)
);
CREATE INDEX mailbox_attachment_loose ON mailbox_attachment USING btree (started_at) WHERE (message_id IS NULL);
CREATE INDEX mailbox_attachment_message ON mailbox_attachment USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX mailbox_attachment_owner ON mailbox_attachment USING btree (owner_id);
CREATE UNIQUE INDEX mailbox_attachment_id ON mailbox_attachment USING btree (id) WHERE (stored_at IS NOT NULL);

create table mailbox_attachment_chunk (
  upload_id uuid not null,
  number integer not null,
  content bytea not null,
  PRIMARY KEY (upload_id, number),
  FOREIGN KEY (upload_id) REFERENCES mailbox_attachment(upload_id) ON DELETE CASCADE
);

create table mailbox_request (
  message_id uuid not null,
  type text not null,
  client_id text not null,
  provider_id text not null,
  content jsonb not null,
  content_digest text not null,
  issue text,
  test_message boolean not null default false,
  sent_at timestamp with time zone not null,
  end_of_life timestamp with time zone not null,
  state text not null,
  leased_until timestamp with time zone,
  acknowledged_at timestamp with time zone,
  node_id text,
  reference_id uuid not null,
  transaction_code text,
  attachments jsonb,
  state_at timestamp with time zone not null,
  history jsonb not null default '[]'::jsonb,
  processing text,
  told_at timestamp with time zone,
  bytes bigint not null default 0,
  PRIMARY KEY (message_id),
  CHECK ((state = ANY (ARRAY['requestIsQueued'::text, 'requestIsAcceptedBySmev'::text, 'requestIsRejectedBySmev'::text, 'requestIsProcessed'::text, 'underProcessing'::text, 'responseIsQueued'::text, 'responseIsAcceptedBySmev'::text, 'responseIsRejectedBySmev'::text, 'responseIsProcessed'::text, 'cancelled'::text, 'messageIsArchived'::text, 'messageIsDelivered'::text])))
);
CREATE INDEX mailbox_request_ending ON mailbox_request USING btree (end_of_life) WHERE (state = ANY (ARRAY['requestIsAcceptedBySmev'::text, 'requestIsProcessed'::text]));
CREATE INDEX mailbox_request_finished ON mailbox_request USING btree (state_at) WHERE (state <> ALL (ARRAY['requestIsAcceptedBySmev'::text, 'requestIsProcessed'::text, 'underProcessing'::text, 'messageIsArchived'::text]));
CREATE INDEX mailbox_request_of_client ON mailbox_request USING btree (client_id) WHERE (state = ANY (ARRAY['requestIsAcceptedBySmev'::text, 'requestIsProcessed'::text]));
CREATE INDEX mailbox_request_untold ON mailbox_request USING btree (client_id, state_at) WHERE (told_at IS DISTINCT FROM state_at);
CREATE INDEX mailbox_request_waiting ON mailbox_request USING btree (provider_id, sent_at) WHERE (state = ANY (ARRAY['requestIsAcceptedBySmev'::text, 'requestIsProcessed'::text]));

create table mailbox_response (
  message_id uuid not null,
  request_id uuid not null,
  type text not null,
  from_id text not null,
  to_id text not null,
  answer jsonb not null,
  answer_digest text not null,
  sent_at timestamp with time zone not null,
  leased_until timestamp with time zone,
  acknowledged_at timestamp with time zone,
  node_id text,
  attachments jsonb,
  bytes bigint not null default 0,
  PRIMARY KEY (message_id),
  FOREIGN KEY (request_id) REFERENCES mailbox_request(message_id)
);
CREATE INDEX mailbox_response_request ON mailbox_response USING btree (request_id);
CREATE INDEX mailbox_response_waiting ON mailbox_response USING btree (to_id, sent_at) WHERE (acknowledged_at IS NULL);

create table member (
  id text not null,
  name jsonb not null,
  created_at timestamp with time zone not null,
  organisation_id text,
  PRIMARY KEY (id)
);
CREATE INDEX member_organisation ON member USING btree (organisation_id) WHERE (organisation_id IS NOT NULL);

create table message (
  entry_id uuid not null,
  message_id text not null,
  direction text not null,
  kind text not null,
  client_id text not null,
  target text not null,
  issue text,
  outcome text not null,
  code text,
  at timestamp with time zone not null,
  session_id uuid,
  seq bigint,
  body_id uuid,
  PRIMARY KEY (entry_id),
  CHECK ((direction = ANY (ARRAY['request'::text, 'response'::text]))),
  CHECK ((kind = ANY (ARRAY['sync'::text, 'mailbox'::text, 'event'::text]))),
  CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'failed'::text])))
);
CREATE INDEX message_at ON message USING btree (at);
CREATE INDEX message_body ON message USING btree (body_id) WHERE (body_id IS NOT NULL);
CREATE INDEX message_client ON message USING btree (client_id, at);
CREATE INDEX message_id ON message USING btree (message_id, at);
CREATE INDEX message_issue ON message USING btree (issue, at) WHERE (issue IS NOT NULL);

create table operational_record (
  id uuid not null,
  request_in_ts bigint not null,
  request_out_ts bigint,
  response_in_ts bigint,
  response_out_ts bigint not null,
  hub_address text not null,
  client_id text not null,
  service_id text not null,
  rest_method text not null,
  rest_path text,
  message_id text not null,
  message_user_id text,
  message_issue text,
  represented_party text,
  request_size bigint not null,
  response_size bigint,
  outcome text not null,
  status_code integer not null,
  fault_code text,
  fault_string text,
  PRIMARY KEY (id),
  CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'failed'::text])))
);
CREATE INDEX operational_record_at ON operational_record USING btree (request_in_ts);
CREATE INDEX operational_record_client ON operational_record USING btree (client_id, request_in_ts);
CREATE INDEX operational_record_service ON operational_record USING btree (service_id, request_in_ts);

create table quota (
  consumer_id text not null,
  service_id text not null,
  per_second double precision,
  burst integer not null,
  per_day integer,
  PRIMARY KEY (consumer_id, service_id),
  FOREIGN KEY (consumer_id) REFERENCES subsystem(id),
  FOREIGN KEY (service_id) REFERENCES service(id)
);

create table quota_use (
  consumer_id text not null,
  service_id text not null,
  day date not null,
  calls bigint not null,
  PRIMARY KEY (consumer_id, service_id, day)
);

create table service (
  id text not null,
  subsystem_id text not null,
  code text not null,
  name jsonb not null,
  timeout_ms integer not null default 30000,
  immediate boolean not null default false,
  fallback boolean not null default false,
  persons jsonb not null default '[]'::jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (subsystem_id) REFERENCES subsystem(id),
  CHECK (((timeout_ms >= 100) AND (timeout_ms <= 300000)))
);

create table service_openapi (
  service_id text not null,
  media_type text not null,
  document text not null,
  operations jsonb not null,
  PRIMARY KEY (service_id),
  CHECK ((media_type = ANY (ARRAY['application/json'::text, 'text/yaml'::text]))),
  FOREIGN KEY (service_id) REFERENCES service(id)
);

create table session (
  id uuid not null,
  hub_id uuid not null,
  subsystem_id text not null,
  key_id text not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  close_reason text,
  PRIMARY KEY (id),
  FOREIGN KEY (hub_id) REFERENCES hub(id),
  FOREIGN KEY (subsystem_id) REFERENCES subsystem(id)
);
CREATE INDEX session_subsystem ON session USING btree (subsystem_id, opened_at);

create table session_root (
  session_id uuid not null,
  side text not null,
  first_seq bigint not null,
  last_seq bigint not null,
  leaves bytea not null,
  key_id text not null,
  signature bytea not null,
  at timestamp with time zone not null,
  PRIMARY KEY (session_id, side, first_seq),
  FOREIGN KEY (session_id) REFERENCES session(id),
  CHECK ((side = ANY (ARRAY['connector'::text, 'hub'::text])))
);

create table subsystem (
  id text not null,
  member_id text not null,
  name jsonb not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (member_id) REFERENCES member(id)
);

create table traffic_minute (
  minute bigint not null,
  client_id text not null,
  service_id text not null,
  outcome text not null,
  latency_step smallint not null,
  calls bigint not null,
  PRIMARY KEY (minute, client_id, service_id, outcome, latency_step)
);
