-- Answers to the question `overall` by the service they are about, where the card named one.
alter table pending_fold add column service_code text;
create table rollup_service (
  service_code text not null,
  organisation_id text not null,
  month date not null,
  c1 bigint not null, c2 bigint not null, c3 bigint not null, c4 bigint not null, c5 bigint not null,
  primary key (service_code, month, organisation_id)
);

-- What is published of a service: at least the minimum of answers, of at least three organisations, so that nobody who knows
-- the figures of one of them learns of the rest.
create table lot_service (
  service_code text not null,
  month date not null,
  organisations integer not null check (organisations >= 3),
  c1 bigint not null, c2 bigint not null, c3 bigint not null, c4 bigint not null, c5 bigint not null,
  primary key (service_code, month)
);

-- How many services were rendered, whether or not there is a card of each; null where nobody says.
alter table funnel add column rendered bigint check (rendered >= 0);
alter table frame add column rendered bigint;
