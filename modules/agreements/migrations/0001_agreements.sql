-- What two sides agree on: a case proposes it, the other side answers. Names and terms are sealed; people are known by their pseudonym.
create table agreement (
  id uuid primary key,
  -- the request on the exchange that asks for it, and whom to answer
  message_id uuid not null unique,
  reply_to text not null,
  case_id uuid not null,
  service_id text not null,
  service_version text not null,
  act text not null,
  contract text not null,
  -- table of the package that terms must satisfy; null: none
  law text,
  -- terms that may be answered by others
  open text[] not null,
  proposer_kind text not null check (proposer_kind in ('person', 'organisation')),
  proposer_id text not null,
  other_kind text not null check (other_kind in ('person', 'organisation')),
  other_id text not null,
  proposer_name text,
  other_name text,
  reason text,
  sealed text,
  newest integer not null,
  state text not null check (state in ('open', 'accepted', 'concluded', 'told', 'declined', 'withdrawn', 'lapsed')),
  -- last day on which it can be signed
  until date not null,
  made_at timestamptz not null,
  settled_at timestamptz,
  -- how the case that proposed it ended
  outcome text
);
create index agreement_proposer on agreement (proposer_kind, proposer_id, id);
create index agreement_other on agreement (other_kind, other_id, id);
create index agreement_contract on agreement (contract, id);
create index agreement_case on agreement (case_id);
create index agreement_due on agreement (until) where state in ('open', 'accepted');

-- Never changed: another proposal is another version.
create table version (
  agreement_id uuid not null references agreement,
  number integer not null check (number > 0),
  side text not null check (side in ('proposer', 'other')),
  terms jsonb,
  -- what is signed, as it was made
  statement text,
  sealed text,
  -- of the statement
  sha256 text not null,
  made_at timestamptz not null,
  primary key (agreement_id, number)
);

create table signature (
  agreement_id uuid not null,
  number integer not null,
  side text not null check (side in ('proposer', 'other')),
  signer_name text,
  sealed text,
  sha256 text not null,
  assurance integer not null,
  at timestamptz not null,
  primary key (agreement_id, number, side),
  foreign key (agreement_id, number) references version
);
