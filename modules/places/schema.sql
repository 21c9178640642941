-- Made from 1 migrations (a5ed20ba455a955a) by npm run generate; for reading only.

create table ask (
  message_id uuid not null,
  reply_to text not null,
  answer jsonb,
  at timestamp with time zone not null,
  PRIMARY KEY (message_id)
);
CREATE INDEX ask_at ON ask USING btree (at);

create table ended (
  case_id uuid not null,
  outcome text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (case_id)
);
CREATE INDEX ended_at ON ended USING btree (at);

create table granting (
  id uuid not null,
  pool_id uuid not null,
  keeper text not null,
  key text not null,
  places integer not null,
  still integer not null,
  until date,
  PRIMARY KEY (id),
  CHECK (((still >= 0) AND (still <= places))),
  UNIQUE (keeper, key),
  CHECK ((places > 0)),
  FOREIGN KEY (pool_id) REFERENCES pool(id)
);
CREATE INDEX granting_due ON granting USING btree (until) WHERE (still > 0);
CREATE INDEX granting_pool ON granting USING btree (pool_id);

create table movement (
  id uuid not null,
  pool_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  key text not null,
  granted integer not null,
  taken integer not null,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['grant'::text, 'lapse'::text, 'take'::text, 'free'::text]))),
  FOREIGN KEY (pool_id) REFERENCES pool(id)
);
CREATE INDEX movement_pool ON movement USING btree (pool_id);

create table place (
  id uuid not null,
  pool_id uuid not null,
  keeper text not null,
  key text not null,
  state text not null,
  case_id uuid not null,
  kept_by text[] not null,
  until date,
  message_id uuid not null,
  asked_at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (keeper, key),
  FOREIGN KEY (pool_id) REFERENCES pool(id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'kept'::text, 'free'::text])))
);
CREATE INDEX place_case ON place USING btree (case_id);
CREATE INDEX place_due ON place USING btree (until) WHERE (state = ANY (ARRAY['held'::text, 'kept'::text]));
CREATE INDEX place_line ON place USING btree (pool_id, asked_at, id) WHERE (state = 'waiting'::text);

create table pool (
  id uuid not null,
  keeper text not null,
  kind text not null,
  code text not null,
  holder text not null,
  service_id text not null,
  title jsonb not null,
  granted integer not null default 0,
  taken integer not null default 0,
  PRIMARY KEY (id),
  CHECK ((taken <= granted)),
  CHECK ((granted >= 0)),
  UNIQUE (keeper, kind, code, holder),
  CHECK ((taken >= 0))
);
CREATE INDEX pool_holder ON pool USING btree (holder, id) WHERE (holder <> ''::text);
