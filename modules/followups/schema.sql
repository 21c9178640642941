-- Made from 1 migrations (89e72e1ca51d4ebb) by npm run generate; for reading only.

create table followup (
  id uuid not null,
  response_id uuid not null,
  organisation_id text not null,
  region_code text not null,
  sphere text not null,
  month date not null,
  opens_on date not null,
  due_on date not null,
  reply text,
  replied_on date,
  replied_by uuid,
  escalated_at timestamp with time zone,
  PRIMARY KEY (id),
  UNIQUE (response_id)
);
CREATE INDEX followup_by_organisation ON followup USING btree (organisation_id, due_on);
CREATE INDEX followup_by_region ON followup USING btree (region_code, due_on);
CREATE INDEX followup_due ON followup USING btree (due_on) WHERE ((replied_on IS NULL) AND (escalated_at IS NULL));
