-- Made from 1 migrations (7f07701724c9761e) by npm run generate; for reading only.

create table campaign (
  id uuid not null,
  title text not null,
  template text not null,
  personalisation jsonb not null,
  audience text not null,
  duty text,
  state text not null,
  per_minute integer not null,
  total integer not null default 0,
  refused integer not null default 0,
  queued integer not null default 0,
  gathered_after text,
  last_step_at timestamp with time zone,
  author_id text not null,
  author_name text not null,
  approver_name text,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((audience = ANY (ARRAY['everybody'::text, 'duty'::text, 'list'::text]))),
  CHECK ((state = ANY (ARRAY['gathering'::text, 'draft'::text, 'running'::text, 'paused'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX campaign_open ON campaign USING btree (state) WHERE (state = ANY (ARRAY['gathering'::text, 'running'::text]));

create table recipient (
  campaign_id uuid not null,
  place integer not null,
  who text not null,
  address jsonb,
  sealed text,
  PRIMARY KEY (campaign_id, place),
  FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);
CREATE INDEX recipient_sealed ON recipient USING btree (campaign_id) WHERE (sealed IS NOT NULL);
CREATE UNIQUE INDEX recipient_once ON recipient USING btree (campaign_id, who);

create table refused_line (
  campaign_id uuid not null,
  line integer not null,
  reason text not null,
  PRIMARY KEY (campaign_id, line),
  FOREIGN KEY (campaign_id) REFERENCES campaign(id)
);
