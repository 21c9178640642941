// SPDX-License-Identifier: Apache-2.0
/**
 * What a module promises to others: operations, events, shared schemas. Loads in a browser: no Node import here.
 */
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { ActingFor } from './acting-for.ts';
export { HealthReport, latencyBounds, ServiceVolume } from './health.ts';
export { isPractice, practicePrefix } from './practice.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Kinds of refusal a use case knows; only the kernel's HTTP layer maps them to status codes. */
export type RefusalKind =
  | 'invalid'
  | 'missing'
  | 'conflict'
  | 'forbidden'
  | 'unauthenticated'
  | 'gone'
  | 'limit'
  | 'too-large'
  | 'unsupported'
  | 'unavailable'
  | 'misdirected';

export interface Operation<I extends TObject = TObject, O extends TSchema = TSchema> {
  /** `module.verb-noun`; the part before the dot is the module that serves it. */
  readonly name: string;
  readonly method: Method;
  /** Below `/api`; parameters as `:name`, each a field of `input`. */
  readonly path: string;
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  /** A Cedar action such as `payments:settle`, or `public` when no sign-in is asked. */
  readonly permission: string;
  /** `edge`: asked before the handler runs; `resource`: the use case asks with `authorise`. */
  readonly check: 'edge' | 'resource';
  /** Name of the audit entry each successful call leaves, or `none` (no personal data is read, nothing is changed). */
  readonly audit: string;
  /** What that entry is about, where the use case does not write it itself. */
  readonly about?: AuditedAs;
  /** How whoever calls it must have signed in, beside their permission. */
  readonly signIn?: SignInNeeded;
  /** Calls a minute from one network address, where the platform's own limit would let guesses through. */
  readonly limit?: number;
  /** Largest body in MiB, where it carries files as base64; otherwise one. */
  readonly bodyMiB?: number;
  /** Stable codes of the refusals this operation can answer with, beside the kernel's own. */
  readonly refusals: readonly string[];
  /** How it was called in the release before: answered there too for one release, and marked as deprecated. */
  readonly formerly?: Former;
}

/** A level, a sign-in (or a factor given once more) not older than so many minutes, or both. */
export interface SignInNeeded {
  /** 1 low, 2 substantial, 3 high. */
  readonly level?: number;
  readonly withinMinutes?: number;
}

/** Earlier name and address of an operation. */
export interface Former {
  readonly name: string;
  readonly path: string;
  /** Since when it is deprecated, `YYYY-MM-DD`. */
  readonly since: string;
}

/** Object and facts of an operation's audit entry, taken from its input and answer. */
export interface AuditedAs {
  /** Kind of thing, such as `organisation`. */
  readonly type: string;
  /** Field of the input, or else of the answer, that names it. */
  readonly id: string;
  /** Fields of the input, or else of the answer, that say what was done to it, or the whole input; no secrets. */
  readonly facts: readonly string[] | 'input';
}

/** Declares an operation; see kernel/README.md. */
export function operation<I extends TObject, O extends TSchema>(
  definition: Omit<Operation<I, O>, 'check' | 'refusals'> & {
    check?: 'edge' | 'resource';
    refusals?: readonly string[];
  },
): Operation<I, O> {
  return { check: 'edge', refusals: [], ...definition };
}

export interface EventType<D extends TSchema = TSchema> {
  /** `module.past-tense.vN`: the CloudEvents `type`. */
  readonly type: string;
  readonly data: D;
  /** Published for outsiders: no consumer inside the platform is expected. */
  readonly public: boolean;
}

/** Declares an event (CloudEvents 1.0, `type` and `data`). */
export function event<D extends TSchema>(type: string, data: D, options: { public?: boolean } = {}): EventType<D> {
  return { type, data, public: options.public ?? false };
}

export type InputOf<Op> = Op extends Operation<infer I, TSchema> ? Static<I> : never;
export type OutputOf<Op> = Op extends Operation<TObject, infer O> ? Static<O> : never;
export type DataOf<E> = E extends EventType<infer D> ? Static<D> : never;

export const Uuid = Type.String({ format: 'uuid' });
/** Free text that may come to stand on a document: refused when it has a character no font at hand can draw. */
export const PrintableText = (maxLength: number, minLength = 0) =>
  Type.String({ minLength, maxLength, format: 'printable' });
/** RFC 3339 instant in UTC. */
export const Instant = Type.String({ format: 'date-time' });
/** Calendar date, `YYYY-MM-DD`. */
export const CalendarDate = Type.String({ format: 'date' });

const visible = { format: 'visible-text' };
/** Words that people type: stored as text, and without characters that nobody sees or that turn others round. */
export const visibleText = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength, ...visible });

/** Languages every text of Stoa exists in (BCP 47). */
export const languages = ['en', 'ru', 'kk', 'uk', 'ar'] as const;
export type Language = (typeof languages)[number];

/** A text in the languages it was written in; English is always there and stands in for a missing one. */
export const LocalText = Type.Object(
  {
    en: Type.String(visible),
    ru: Type.Optional(Type.String(visible)),
    kk: Type.Optional(Type.String(visible)),
    uk: Type.Optional(Type.String(visible)),
    ar: Type.Optional(Type.String(visible)),
  },
  { additionalProperties: false },
);
export type LocalText = Static<typeof LocalText>;

/** The text in the language asked for, in English where it lacks. */
export const inLanguage = (text: LocalText, language: string): string => text[language as Language] ?? text.en;

/** Territory by ISO 3166-2, or a part of one: `XM`, `XM-01`, `XM-01-02`. */
export const RegionCode = Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,6}){0,2}$', maxLength: 16 });
export const Territory = Type.Object({
  code: RegionCode,
  kind: Type.Union([Type.Literal('country'), Type.Literal('region'), Type.Literal('district')]),
  /** Code of the territory it is part of. */
  partOf: Type.Optional(RegionCode),
  name: LocalText,
});
export type Territory = Static<typeof Territory>;

/** Items of a page where nobody asks for another number. */
export const pageLength = 20;
/** Cursor pagination: `cursor` is opaque, from the previous page's `nextCursor`; see `pageOfRows` of the kernel. */
export const PageInput = {
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: pageLength })),
};
/** The same where the cursor is the id of the last item. */
export const IdPageInput = { ...PageInput, cursor: Type.Optional(Uuid) };
export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Optional(Type.String()) });
/** RFC 9457 problem document; `code` is stable, `detail` is for people. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.Optional(Type.String()),
  traceId: Type.Optional(Type.String()),
  errors: Type.Optional(
    Type.Array(
      Type.Object({
        pointer: Type.String(),
        code: Type.String(),
        message: Type.String(),
        params: Type.Optional(Type.Record(Type.String(), Type.String())),
      }),
    ),
  ),
});
export type Problem = Static<typeof Problem>;

export interface Duty {
  /** What the post obliges and entitles to, such as `labour.permit-officer`. */
  readonly code: string;
  readonly organisationId: string;
  /** By which post, where it is known: work may be given to a post. */
  readonly postId?: string | undefined;
  /** How the post is held: its holder's own where it is missing. */
  readonly as?: 'acting' | 'substitute' | undefined;
  /** Name of the person in whose place. */
  readonly inPlaceOf?: string | undefined;
}

/** What a power covers: looking, applying with all that belongs to it, paying. Whoever applies or pays also looks. */
export const acts = ['read', 'apply', 'pay'] as const;
export type Act = (typeof acts)[number];

export type { ActingFor, Visit } from './acting-for.ts';

/** Who acts. `personKey` is the stable pseudonym under which a person appears in audit and as a subject of data. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'system' }
  | { readonly kind: 'service'; readonly id: string }
  | {
      readonly kind: 'person';
      readonly id: string;
      readonly name: string;
      readonly personKey?: string | undefined;
      readonly duties: readonly Duty[];
      /** By a power that identity has checked. */
      readonly actingFor?: ActingFor | undefined;
      /** eIDAS-like level of the sign-in: 1 low, 2 substantial, 3 high. */
      readonly assurance: number;
      /** When they last proved who they are in this session. */
      readonly authenticatedAt?: string | undefined;
      /** Why `duties` is empty although there are some: the second factor was not given, or there is none to give. */
      readonly dutiesWait?: 'for-factor' | 'for-setup' | undefined;
      readonly sessionId?: string | undefined;
      /** The OpenID client that acts with the person's token, and what the person let it do; undefined in the portal. */
      readonly client?: { readonly id: string; readonly scopes: readonly string[] } | undefined;
      /** In the practice room: `duties` are those of practice institutions, otherwise never (decision 33). */
      readonly practises?: true | undefined;
    };

/** As what somebody acted. */
export const Capacity = Type.Object({
  duty: Type.Optional(Type.String()),
  as: Type.Optional(Type.Union([Type.Literal('acting'), Type.Literal('substitute')])),
  inPlaceOf: Type.Optional(Type.String()),
  actingFor: Type.Optional(
    Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String(), role: Type.Optional(Type.String()) }),
  ),
});
export type Capacity = Static<typeof Capacity>;

/** A person's data were read or changed; feeds the person's own view of who looked at them. */
export const dataAccessed = event(
  'kernel.data-accessed.v1',
  Type.Object({
    entryId: Uuid,
    at: Instant,
    module: Type.String(),
    action: Type.String(),
    subject: Type.String({ description: 'personKey of the person whose data it was' }),
    actorKind: Type.String(),
    actorName: Type.String({ description: 'name of the person or module that acted' }),
    organisationId: Type.Optional(Type.String()),
    objectType: Type.String(),
    objectId: Type.String(),
    purpose: Type.Optional(Type.String()),
    capacity: Type.Optional(Capacity),
  }),
);

/** Somebody acted on behalf of another; both see it. */
export const actedFor = event(
  'kernel.acted-for.v1',
  Type.Object({
    entryId: Uuid,
    at: Instant,
    module: Type.String(),
    action: Type.String(),
    actorId: Type.String(),
    actorName: Type.String(),
    forKind: Type.Union([Type.Literal('organisation'), Type.Literal('person')]),
    forId: Type.String({ description: 'of the organisation, or personKey of the person' }),
    role: Type.Optional(Type.String()),
    objectType: Type.String(),
    objectId: Type.String(),
    purpose: Type.Optional(Type.String()),
  }),
);

const StepId = Type.String({ maxLength: 200 });
const DutyCode = Type.String({ pattern: '^[a-z][a-z0-9.-]*$', maxLength: 64 });
const NewStep = { title: PrintableText(200, 3), duty: DutyCode };

/** A change of the way of one case or document: a step after another or beside it, one passed by, one given to another duty. */
export const ProcessChange = Type.Union([
  Type.Object({ after: StepId, ...NewStep }),
  Type.Object({ beside: StepId, ...NewStep }),
  Type.Object({ skip: StepId }),
  Type.Object({ delegate: StepId, duty: DutyCode }),
]);

/** Where steps have gone in another version of a process: by their ids before and after. */
export const StepsMoved = Type.Record(StepId, StepId, { maxProperties: 200 });
