// SPDX-License-Identifier: Apache-2.0
/** The labour market in figures: counted by month from what services decide, published without anybody being told apart. */
import { CalendarDate, Instant, LocalText, operation, RegionCode } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const Month = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' });
/** Things that are counted; each is a case or an agreement that ended so in the month. */
export const counted = [
  'permits-issued',
  'permits-refused',
  'permits-ended',
  'contracts-concluded',
  'contracts-ended',
  'visas-issued',
  'visas-refused',
  'complaints-upheld',
  'complaints-dismissed',
  'complaints-redirected',
] as const;
/** Wages of contracts concluded in the month, of a month, to the nearest ten; places at its end, to the nearest five. */
export const measured = ['wage-lower', 'wage-median', 'wage-upper', 'places-granted', 'places-used'] as const;
export const Measure = Type.Enum([...counted, ...measured]);
export type Measure = Static<typeof Measure>;

/** ISCO-08 major group. */
export const Group = Type.String({ pattern: '^[0-9]$' });
export const Year = Type.Integer({ minimum: 2000, maximum: 2999 });

/** One line of the published data; `all` is a total, `unknown` what is not said. */
export const PublishedCell = Type.Object({
  month: Month,
  measure: Type.String(),
  region: Type.String(),
  occupation: Type.String(),
  citizenship: Type.String(),
  value: Type.Integer({ minimum: 0 }),
});
export type PublishedCell = Static<typeof PublishedCell>;

/** Over the months shown, of what is published; `whole` is false where a month in it is kept back or has nobody. */
const Sum = Type.Object({ measure: Measure, value: Type.Integer(), whole: Type.Boolean() });
const Share = Type.Object({ code: Type.String(), name: Type.Optional(LocalText), sums: Type.Array(Sum) });

export const LabourFigures = Type.Object({
  /** The last month that is closed; missing before there is one. */
  until: Type.Optional(Month),
  currency: Type.String(),
  /** SHA-256 of all that is published, as its CSV file has it. */
  digest: Type.Optional(Type.String()),
  /** To choose from. */
  years: Type.Array(Year),
  regions: Type.Array(Type.Object({ code: RegionCode, name: LocalText })),
  groups: Type.Array(Group),
  /** Those shown, oldest first: of the year, or the last thirteen. */
  months: Type.Array(Month),
  /** A figure for each of the months; null where it is kept back, or there is nobody. */
  series: Type.Array(Type.Object({ measure: Measure, values: Type.Array(Type.Union([Type.Integer(), Type.Null()])) })),
  sums: Type.Array(Sum),
  byRegion: Type.Array(Share),
  byGroup: Type.Array(Share),
  byCitizenship: Type.Array(Share),
  /** Of the last month shown. */
  wages: Type.Array(
    Type.Object({ code: Type.String(), lower: Type.Integer(), median: Type.Integer(), upper: Type.Integer() }),
  ),
  places: Type.Array(Type.Object({ code: Type.String(), granted: Type.Integer(), used: Type.Integer() })),
  /** Of the next three months; only where the past was foretold nearer than by its last figure. */
  forecasts: Type.Array(
    Type.Object({
      measure: Measure,
      months: Type.Array(Type.Object({ month: Month, value: Type.Number(), low: Type.Number(), high: Type.Number() })),
      /** Mean absolute error, tried over the past; that of taking the last figure for the next. */
      error: Type.Number(),
      naiveError: Type.Number(),
    }),
  ),
});
export type LabourFigures = Static<typeof LabourFigures>;

export const getFigures = operation({
  name: 'labour.get-figures',
  method: 'GET',
  path: '/labour/figures',
  summary: 'The labour market by month: permits, contracts, wages, visas, places, complaints, with a forecast',
  input: Type.Object({
    year: Type.Optional(Year),
    region: Type.Optional(RegionCode),
    occupation: Type.Optional(Group),
  }),
  output: LabourFigures,
  permission: 'public',
  audit: 'none',
});

/** Where the published data are served (GET): all closed months, or those until one (`?until=2026-10`). */
export const dataPath = (as: 'csv' | 'json' | 'schema.json'): string => `/api/labour/data.${as}`;
export const DataAsked = Type.Object({ until: Type.Optional(Month) }, { additionalProperties: false });

export const describeData = operation({
  name: 'labour.describe-data',
  method: 'GET',
  path: '/labour/data',
  summary: 'What is in the published data: months, lines, digest, columns, licence',
  input: Type.Object({}),
  output: Type.Object({
    from: Type.Optional(Month),
    until: Type.Optional(Month),
    lines: Type.Integer(),
    bytes: Type.Integer({ description: 'of the CSV file' }),
    /** SHA-256 of the CSV file. */
    digest: Type.String(),
    closedAt: Type.Optional(Instant),
    publisher: LocalText,
    /** Newest first. */
    months: Type.Array(
      Type.Object({ month: Month, lines: Type.Integer(), digest: Type.String(), closedOn: CalendarDate }),
    ),
    columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
    licence: Type.Object({ name: Type.String(), url: Type.String() }),
    /** The first lines of the newest month. */
    sample: Type.Array(PublishedCell),
  }),
  permission: 'public',
  audit: 'none',
});

/** DCAT-AP 3 in JSON-LD 1.1; the portal serves it at `/labour/data/dataset.json`. */
export const getDataset = operation({
  name: 'labour.get-dataset',
  method: 'GET',
  path: '/labour/dataset',
  summary: 'The published data as a dataset of a catalogue (DCAT-AP 3)',
  input: Type.Object({}),
  output: Type.Record(Type.String(), Type.Unknown()),
  permission: 'public',
  audit: 'none',
});

export const enterDemoLabour = operation({
  name: 'labour.enter-demo-labour',
  method: 'PUT',
  path: '/labour/demo',
  summary: 'Count what was entered of the demo country without events, and close its months; again, nothing changes',
  input: Type.Object({}),
  output: Type.Object({ entered: Type.Integer(), months: Type.Integer() }),
  permission: 'labour:enter-demo',
  audit: 'labour.demo-entered',
  about: { type: 'labour', id: 'entered', facts: ['entered', 'months'] },
  refusals: ['labour.demo-off'],
});
