-- What the exchange saw: messages about rendered services by department and day. A day that is over does not change.
create table seen_day (
  sender_id text not null,
  day date not null,
  messages bigint not null check (messages >= 0),
  primary key (sender_id, day)
);

-- What became of them, by month of receipt: cards by organisation; under no organisation ('') messages that repeat or correct
-- what was sent before, and what the department itself reports.
create table sent_month (
  sender_id text not null,
  organisation_id text not null,
  region_code text not null,
  month date not null,
  cards bigint not null,
  repeated bigint not null,
  reported bigint,
  primary key (sender_id, month, organisation_id)
);

-- Services as the exchange saw them, spread over the organisations of a department as their cards are; null where it saw none.
alter table funnel add column seen bigint check (seen >= 0);
alter table frame add column seen bigint;
