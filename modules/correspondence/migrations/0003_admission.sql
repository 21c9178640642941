-- Institutions that may send and receive in production: admitted by two people after their readiness was shown.
create table admission (
  institution_id text primary key,
  -- of the module practice
  report_id uuid,
  admitted_at timestamptz not null,
  ended_at timestamptz
);
