// SPDX-License-Identifier: Apache-2.0
/** What is examined, and in which states it is. */
import { CalendarDate, Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, type TProperties, Type } from 'typebox';

export const duties = {
  examiner: 'examination.examiner',
  chief: 'examination.chief',
  owner: 'architecture.owner',
} as const;
export const kinds = ['proposal', 'feasibility', 'specification'] as const;
export const Kind = Type.Enum([...kinds]);
export type Kind = Static<typeof Kind>;
export const states = [
  ...(['draft', 'submitted', 'completeness', 'auto-checked', 'assigned', 'review', 'remarks', 'consolidated'] as const),
  ...(['positive', 'conditional', 'negative', 'monitored', 'closed'] as const),
  ...(['returned', 'withdrawn', 'lapsed', 'appealed'] as const),
] as const;
export const State = Type.Enum([...states]);
export type State = Static<typeof State>;
export const outcomes = ['positive', 'conditional', 'negative'] as const;
export const Outcome = Type.Enum([...outcomes]);
export type Outcome = Static<typeof Outcome>;

export const OrganisationId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
const Ids = Type.Optional(Type.Array(Uuid, { maxItems: 50, uniqueItems: true }));
/** Elements of the register that the dossier is about. */
export const Touches = Type.Object({
  functions: Ids,
  entities: Ids,
  /** Of these data it would be the master. */
  masters: Ids,
  technologies: Ids,
  goals: Ids,
  solutions: Ids,
  services: Ids,
  replaces: Ids,
  site: Type.Optional(Uuid),
});
export type Touches = Static<typeof Touches>;
const Word = Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' }));
const Amount = Type.Optional(Type.Integer({ minimum: 0, maximum: 9_000_000_000_000_000 }));
const Size = Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000_000 }));
export const Planned = Type.Object({
  class: Word,
  dbms: Word,
  platform: Word,
  method: Word,
  users: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
  /** Minor units. */
  costMake: Amount,
  costYear: Amount,
  mbits: Size,
  gigabytes: Size,
  /** Whether it is joined to others by the gateway alone. */
  gateway: Type.Optional(Type.Boolean()),
  securityTest: Type.Optional(Type.Boolean()),
});
export type Planned = Static<typeof Planned>;
export const Content = Type.Object({
  title: visibleText(300, 3),
  purpose: visibleText(3000),
  touches: Touches,
  planned: Planned,
});
export type Content = Static<typeof Content>;

export const FileFacts = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  name: Type.String(),
  mimeType: Type.String(),
  size: Type.Integer(),
  sha256: Type.String(),
  addedAt: Instant,
  addedBy: Type.String(),
});
export type FileFacts = Static<typeof FileFacts>;

export const DossierSummary = Type.Object({
  id: Uuid,
  number: Type.String(),
  kind: Kind,
  organisationId: OrganisationId,
  title: Type.String(),
  state: State,
  outcome: Type.Optional(Outcome),
  version: Type.Integer(),
  submittedAt: Type.Optional(Instant),
  decidedAt: Type.Optional(Instant),
  /** By when its examination has to end; missing while the clock stands. */
  dueOn: Type.Optional(CalendarDate),
  /** Working days; less than none where it is late. */
  daysLeft: Type.Optional(Type.Integer()),
  answersDue: Type.Optional(CalendarDate),
  examiners: Type.Array(Type.String()),
});
export type DossierSummary = Static<typeof DossierSummary>;

export const EvidenceLine = Type.Object({
  id: Type.Optional(Uuid),
  name: Type.Optional(LocalText),
  code: Type.Optional(Type.String()),
  /** A word of the check, told by its page. */
  word: Type.Optional(Type.String()),
  values: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()])),
});
export type EvidenceLine = Static<typeof EvidenceLine>;
export const CheckResult = Type.Object({
  check: Type.String(),
  result: Type.Enum(['passed', 'failed', 'not-applicable']),
  weight: Type.Integer(),
  lines: Type.Array(EvidenceLine),
});
export type CheckResult = Static<typeof CheckResult>;
/** What the checks found, and what the register knew at that instant, as a digest. */
export const CheckRun = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  at: Instant,
  reason: Type.Enum(['submission', 'register', 'hand', 'conclusion']),
  digest: Type.String(),
  results: Type.Array(CheckResult),
});
export type CheckRun = Static<typeof CheckRun>;

/** Something that is done to a dossier and answers in which state it is then. */
export const step = <const Input extends TProperties>(
  [name, path, summary]: readonly [string, string, string],
  {
    permission,
    audit,
    facts = [],
    refusals = [],
  }: {
    permission: 'submit' | 'examine' | 'lead';
    audit: string;
    facts?: readonly string[];
    refusals?: readonly string[];
  },
  input: Input,
) =>
  operation({
    name: `examination.${name}`,
    method: 'POST',
    path: `/examination/dossiers/:id/${path}`,
    summary,
    input: Type.Object({ id: Uuid, ...input }),
    output: Type.Object({ id: Uuid, state: State }),
    permission: `examination:${permission}`,
    ...(permission === 'submit' ? { check: 'resource' as const } : {}),
    audit: `examination.${audit}`,
    about: { type: 'dossier', id: 'id', facts },
    refusals: ['examination.dossier-unknown', 'examination.state-forbids', ...refusals],
  });
