-- Made from 1 migrations (312ddb8cc63a7c80) by npm run generate; for reading only.

create table agreement (
  id uuid not null,
  message_id uuid not null,
  reply_to text not null,
  case_id uuid not null,
  service_id text not null,
  service_version text not null,
  act text not null,
  contract text not null,
  law text,
  open text[] not null,
  proposer_kind text not null,
  proposer_id text not null,
  other_kind text not null,
  other_id text not null,
  proposer_name text,
  other_name text,
  reason text,
  sealed text,
  newest integer not null,
  state text not null,
  until date not null,
  made_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  outcome text,
  PRIMARY KEY (id),
  UNIQUE (message_id),
  CHECK ((other_kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  CHECK ((proposer_kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'concluded'::text, 'told'::text, 'declined'::text, 'withdrawn'::text, 'lapsed'::text])))
);
CREATE INDEX agreement_case ON agreement USING btree (case_id);
CREATE INDEX agreement_contract ON agreement USING btree (contract, id);
CREATE INDEX agreement_due ON agreement USING btree (until) WHERE (state = ANY (ARRAY['open'::text, 'accepted'::text]));
CREATE INDEX agreement_other ON agreement USING btree (other_kind, other_id, id);
CREATE INDEX agreement_proposer ON agreement USING btree (proposer_kind, proposer_id, id);

create table signature (
  agreement_id uuid not null,
  number integer not null,
  side text not null,
  signer_name text,
  sealed text,
  sha256 text not null,
  assurance integer not null,
  at timestamp with time zone not null,
  PRIMARY KEY (agreement_id, number, side),
  FOREIGN KEY (agreement_id, number) REFERENCES version(agreement_id, number),
  CHECK ((side = ANY (ARRAY['proposer'::text, 'other'::text])))
);

create table version (
  agreement_id uuid not null,
  number integer not null,
  side text not null,
  terms jsonb,
  statement text,
  sealed text,
  sha256 text not null,
  made_at timestamp with time zone not null,
  PRIMARY KEY (agreement_id, number),
  FOREIGN KEY (agreement_id) REFERENCES agreement(id),
  CHECK ((number > 0)),
  CHECK ((side = ANY (ARRAY['proposer'::text, 'other'::text])))
);
