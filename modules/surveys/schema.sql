-- Made from 9 migrations (d6e774e6a3b1f64e) by npm run generate; for reading only.

create table assignment (
  organisation_type text not null,
  level text not null,
  template_code text not null,
  mode text not null default 'linked'::text,
  bound boolean not null default false,
  sms boolean not null default false,
  PRIMARY KEY (organisation_type, level),
  CHECK ((level = ANY (ARRAY['*'::text, 'country'::text, 'region'::text, 'municipality'::text, 'organisation'::text]))),
  CHECK ((mode = ANY (ARRAY['linked'::text, 'severed'::text, 'blind'::text]))),
  FOREIGN KEY (template_code) REFERENCES template(code)
);

create table ballot_box (
  id uuid not null,
  template_version_id uuid not null,
  region_code text not null,
  sector text not null,
  service_code text not null,
  answers jsonb,
  sealed text,
  PRIMARY KEY (id),
  FOREIGN KEY (template_version_id) REFERENCES template_version(id)
);
CREATE INDEX ballot_box_cell ON ballot_box USING btree (template_version_id, region_code, sector, service_code);

create table ballot_receipt (
  mark bytea not null,
  answers_mac bytea not null,
  template_version_id uuid not null,
  region_code text not null,
  sector text not null,
  service_code text not null,
  month date,
  PRIMARY KEY (mark)
);
CREATE INDEX ballot_receipt_cell ON ballot_receipt USING btree (template_version_id, region_code, sector, service_code);

create table ballot_tally (
  template_version_id uuid not null,
  region_code text not null,
  sector text not null,
  service_code text not null,
  issued bigint not null,
  PRIMARY KEY (template_version_id, region_code, sector, service_code)
);

create table response (
  id uuid not null,
  template_version_id uuid not null,
  organisation_id text,
  region_code text not null,
  sector text not null,
  day date not null,
  answers jsonb not null,
  content_digest text not null,
  withdrawn boolean not null default false,
  service_code text,
  PRIMARY KEY (id),
  FOREIGN KEY (template_version_id) REFERENCES template_version(id)
);
CREATE INDEX response_by_organisation ON response USING btree (organisation_id, day);
CREATE INDEX response_by_region ON response USING btree (region_code, sector, day);

create table response_card (
  response_id uuid not null,
  card_id uuid not null,
  organisation_name text not null,
  inn text not null,
  ogrn text not null,
  kpp text not null,
  PRIMARY KEY (response_id),
  FOREIGN KEY (response_id) REFERENCES response(id)
);

create table response_comment (
  response_id uuid not null,
  text text,
  sealed text,
  state text not null default 'waiting'::text,
  decided_by text,
  decided_at timestamp with time zone,
  PRIMARY KEY (response_id),
  FOREIGN KEY (response_id) REFERENCES response(id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'released'::text, 'withheld'::text])))
);
CREATE INDEX response_comment_by_state ON response_comment USING btree (state);

create table template (
  code text not null,
  PRIMARY KEY (code)
);

create table template_draft (
  template_code text not null,
  content jsonb not null,
  content_digest text not null,
  author_id text not null,
  author_name text not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (template_code),
  FOREIGN KEY (template_code) REFERENCES template(code)
);

create table template_version (
  id uuid not null,
  template_code text not null,
  version integer not null,
  content jsonb not null,
  content_digest text not null,
  published_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (template_code) REFERENCES template(code),
  UNIQUE (template_code, version),
  CHECK ((version >= 1))
);
CREATE TRIGGER template_version_immutable BEFORE DELETE OR UPDATE ON template_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
