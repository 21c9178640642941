// SPDX-License-Identifier: Apache-2.0
/** What one connector does, as data: whose it is, where the hub is, how the department's own systems are reached. */
import { complaints } from '@stoa/kernel';
import { SubsystemId } from '@stoa/exchange/contract';
import { type Static, Type } from 'typebox';
import { parse } from 'yaml';
import { DropSettings } from './settings/drop.ts';
import { EventSettings } from './settings/events.ts';
import { Match, Url } from './settings/fields.ts';
import { RestSettings } from './settings/rest.ts';
import { SqlSettings } from './settings/sql.ts';

/** Where a value of the answer comes from: a path into the XML, with how to read it. */
export const Mapping = Type.Cyclic(
  {
    Mapping: Type.Union([
      Type.String({ description: 'path of elements, separated by dots' }),
      Type.Object(
        {
          from: Type.String(),
          as: Type.Optional(
            Type.Union(
              [Type.Literal('date'), Type.Literal('integer'), Type.Literal('digits'), Type.Literal('first-word')],
              { description: 'date: DD.MM.YYYY' },
            ),
          ),
          codes: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean(), Type.Number()]))),
          prefix: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
      Type.Object(
        { each: Type.String(), item: Type.Record(Type.String(), Type.Ref('Mapping')) },
        { additionalProperties: false },
      ),
      Type.Object({ object: Type.Record(Type.String(), Type.Ref('Mapping')) }, { additionalProperties: false }),
    ]),
  },
  'Mapping',
);
export type Mapping =
  | string
  | {
      from: string;
      as?: 'date' | 'integer' | 'digits' | 'first-word';
      codes?: Record<string, string | boolean | number>;
      prefix?: string;
    }
  | { each: string; item: Record<string, Mapping> }
  | { object: Record<string, Mapping> };

export const SoapOperation = Type.Object(
  {
    match: Match,
    operation: Type.String(),
    parameters: Type.Record(Type.String(), Type.String()),
    faults: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 400, maximum: 599 }))),
    answer: Type.Record(Type.String(), Mapping),
  },
  { additionalProperties: false },
);
export type SoapOperation = Omit<Static<typeof SoapOperation>, 'answer'> & { answer: Record<string, Mapping> };

const SoapSettings = Type.Object(
  { url: Url, namespace: Type.String(), operations: Type.Array(SoapOperation, { minItems: 1 }) },
  { additionalProperties: false },
);

/** Exactly one kind of system. */
export const AdapterSettings = Type.Object(
  { rest: Type.Optional(RestSettings), soap: Type.Optional(SoapSettings), sql: Type.Optional(SqlSettings) },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
);
export type AdapterSettings = Static<typeof AdapterSettings>;

/** One of the department's own systems; exactly one way in which it is known. */
const System = Type.Object(
  {
    token: Type.Optional(Type.String({ minLength: 32, maxLength: 500, pattern: '^[!-~]+$' })),
    certificate: Type.Optional(Type.String()),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
);

export const ConnectorSettings = Type.Object(
  {
    subsystem: SubsystemId,
    /** Local port for the department's own systems; 0 chooses a free one. Listens on `host`. */
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    host: Type.Optional(Type.String()),
    /** More names by which the department's systems call it; addresses and `localhost` are known. */
    names: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 253 }))),
    /** The department's information systems that may speak for it, by name: with a token, or a certificate (a PEM file). */
    systems: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z0-9-]{1,50}$' }), System)),
    /** Listens with TLS; PEM files. */
    tls: Type.Optional(
      Type.Object({ certificate: Type.String(), key: Type.String() }, { additionalProperties: false }),
    ),
    /** Listens on this Unix socket instead of `port`: whom the file's owner and group let in is known. */
    socket: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    /** Asks nobody on this machine who they are: for trials only. */
    anybodyOnThisMachine: Type.Optional(Type.Literal('may speak for the department')),
    /** Where the platform answers `/api/exchange/enrol`. */
    platformUrl: Url,
    /** Address of the hub, where it differs from the one told at enrolment. */
    hubUrl: Type.Optional(Type.String({ pattern: '^https://', maxLength: 500 })),
    /** Folder of keys and certificates, from the settings file's own folder. */
    dataDir: Type.String(),
    enrolmentToken: Type.Optional(Type.String()),
    /** Seconds between two reports of how it stands; 30, or STOA_HEALTH_SECONDS, when missing. */
    healthSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
    /** Largest body either way, bytes; 100 MB when missing. */
    largestBody: Type.Optional(Type.Integer({ minimum: 1000, maximum: 10_000_000_000 })),
    /** Spelling of fault codes: `server.serverproxy.access_denied` (7.8, the default) or `Server.ServerProxy.AccessDenied`. */
    faults: Type.Optional(Type.Union([Type.Literal('7.7'), Type.Literal('7.8')])),
    /** The mailbox as queues of the department's own RabbitMQ: `<prefix>.<subsystem>.out`, `.in`, `.refused`. */
    amqp: Type.Optional(
      Type.Object(
        {
          url: Type.String({ pattern: '^amqps?://', maxLength: 500 }),
          prefix: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,50}$' })),
        },
        { additionalProperties: false },
      ),
    ),
    /** SMEV 1.3 over SOAP at `/smev/1.3` for these information types; `record` turns flat XML into a JSON object. */
    smev: Type.Optional(
      Type.Object(
        {
          types: Type.Record(
            Type.String({ maxLength: 300 }),
            Type.Union([Type.Literal('record'), Type.Literal('xml')]),
          ),
        },
        { additionalProperties: false },
      ),
    ),
    services: Type.Optional(Type.Record(Type.String(), AdapterSettings)),
    /** Codes of services whose calls may wait in the mailbox while this connector is away. */
    keptCalls: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
    /** Takes events that are pushed to this subsystem. */
    events: Type.Optional(EventSettings),
    /** Folders whose files become mailbox requests. */
    drops: Type.Optional(Type.Array(DropSettings)),
  },
  { additionalProperties: false },
);
export type ConnectorSettings = Static<typeof ConnectorSettings>;

/** Reads a YAML list of connectors; `${NAME}` stands for an environment variable. Throws an error that says what is wrong. */
export function readSettings(yaml: string, env: Readonly<Record<string, string | undefined>>): ConnectorSettings[] {
  const filled = yaml.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => env[name] ?? '');
  // A variable that is not set leaves the setting out: a token is only needed once.
  const list: unknown = parse(filled, (_key, value: unknown) => value ?? undefined);
  const wrong = complaints(Type.Array(ConnectorSettings, { minItems: 1 }), list);
  if (wrong.length > 0)
    throw new Error(`connector settings: ${wrong.map((w) => `${w.pointer || '/'} ${w.message}`).join('; ')}`);
  return list as ConnectorSettings[];
}
