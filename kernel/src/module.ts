// SPDX-License-Identifier: Apache-2.0
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject, TSchema } from 'typebox';
import type { Access } from './access.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Country } from './country.ts';
import type { DataOf, EventType, HealthReport, InputOf, Method, Operation, OutputOf, Principal } from './contract.ts';
import type { SealedTables } from './seal.ts';
import type { Tx } from './database/tx.ts';
import type { Keys } from './keys/keys.ts';
import type { Log } from './log.ts';
import type { OwnDataPart } from './own-data.ts';
import type { RetentionRule } from './retention.ts';

/** A module as it runs in this process. */
export interface ModuleRuntime {
  readonly name: string;
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly access: Access;
  readonly dataDir: string;
  /** The country of this installation: its calendar, offices, numbers. */
  readonly country: Country;
  /** Address people use in the browser, without a trailing slash; known once the server listens. */
  readonly publicUrl: string;
  /** Runs `work` in one transaction; repeats it when the database reports a deadlock or serialisation failure. */
  tx<R>(principal: Principal, work: (tx: Tx) => Promise<R>, traceId?: string): Promise<R>;
  /** One named statement that commits by itself: for hot paths where BEGIN and COMMIT would cost as much again. */
  statement<R extends object>(name: string, sql: string, values: readonly unknown[]): Promise<R[]>;
  /** Says that this process wrote entries of these leaf hashes at places from `first` on, by a statement that counted them. */
  placed(first: number, leaves: readonly Buffer[]): void;
  /** Calls an operation of any module, here or in another process; the default principal is this module. */
  call<Op extends Operation>(
    operation: Op,
    input: InputOf<Op>,
    options?: { principal?: Principal; traceId?: string; idempotencyKey?: string },
  ): Promise<OutputOf<Op>>;
  /** Tells operators that something needs looking at: a warning in the log, and `stoa_alarms_total`. */
  alarm(name: string, facts: Readonly<Record<string, unknown>>): void;
  /** Looks for due work and unsent events now instead of at the next tick. */
  wake(): void;
  /** Names of all modules of the platform, wherever they run. */
  readonly platformModules: readonly string[];
  /** How this module stands in this process, and what it served since that started. */
  health(): Promise<HealthReport>;
}

export interface OperationRoute {
  readonly kind: 'operation';
  readonly operation: Operation;
  /** With a transaction, or outside one for work that waits on the network. */
  readonly run:
    | { tx: true; handler: (tx: Tx, input: never) => Promise<unknown> }
    | { tx: false; handler: (module: ModuleRuntime, input: never, principal: Principal) => Promise<unknown> };
}

/** A route that is not an operation: files, callbacks of other programs, protocol endpoints. */
export interface RawRoute {
  readonly kind: 'raw';
  readonly method: Method | readonly Method[];
  /** Absolute, also outside `/api`. */
  readonly path: string;
  readonly summary: string;
  readonly permission: string;
  readonly audit: string;
  /** `buffer` (default) reads the body first; `stream` leaves it in `request.raw`. */
  readonly body?: 'buffer' | 'stream';
  /** Requests a minute from one network address, where the platform's own limit would let guesses through. */
  readonly limit?: number;
  readonly handler: (module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) => Promise<unknown> | unknown;
}
export type Route = OperationRoute | RawRoute;

export function handle<I extends TObject, O extends TSchema>(
  operation: Operation<I, O>,
  handler: (tx: Tx, input: Static<I>) => Promise<Static<O>>,
): OperationRoute {
  return { kind: 'operation', operation, run: { tx: true, handler } };
}

/** For a use case that waits on the network: it opens transactions itself (`module.tx`). */
export function handleOutsideTx<I extends TObject, O extends TSchema>(
  operation: Operation<I, O>,
  handler: (module: ModuleRuntime, input: Static<I>, principal: Principal) => Promise<Static<O>>,
): OperationRoute {
  return { kind: 'operation', operation, run: { tx: false, handler } };
}

export const rawRoute = (route: Omit<RawRoute, 'kind'>): RawRoute => ({ kind: 'raw', ...route });

export interface EventMeta {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string | undefined;
  readonly at: string;
}

export interface WorkHandler {
  /** `on <event type>`, or the job's name. */
  readonly name: string;
  readonly event: EventType | undefined;
  readonly data: TSchema;
  readonly run:
    | { tx: true; handler: (tx: Tx, data: never, meta: EventMeta) => Promise<unknown> }
    | { tx: false; handler: (module: ModuleRuntime, data: never, meta: EventMeta) => Promise<unknown> };
  /** Seconds between runs of a periodic job. */
  readonly everySeconds?: number;
}

/** Subscribes to an event; the handler runs once for each, in one transaction with the mark that it did. */
export function on<E extends EventType>(
  event: E,
  handler: (tx: Tx, data: DataOf<E>, meta: EventMeta) => Promise<unknown>,
): WorkHandler {
  return { name: `on ${event.type}`, event, data: event.data, run: { tx: true, handler } };
}

export interface Job<D extends TSchema> extends WorkHandler {
  /** Puts the job into this transaction. While one with the same key waits, no second is made. */
  enqueue(tx: Tx, data: Static<D>, options?: { key?: string; runAt?: Date }): Promise<void>;
}

type TxHandler<D extends TSchema> = (tx: Tx, data: Static<D>, meta: EventMeta) => Promise<unknown>;
type FreeHandler<D extends TSchema> = (module: ModuleRuntime, data: Static<D>, meta: EventMeta) => Promise<unknown>;

export function job<D extends TSchema>(name: string, data: D, handler: TxHandler<D>): Job<D>;
/** With `{ tx: false }` it holds no transaction and may run twice: its effects need idempotency keys. */
export function job<D extends TSchema>(name: string, data: D, handler: FreeHandler<D>, options: { tx: false }): Job<D>;
export function job<D extends TSchema>(
  name: string,
  data: D,
  handler: TxHandler<D> | FreeHandler<D>,
  options: { tx: boolean } = { tx: true },
): Job<D> {
  const run = { tx: options.tx, handler } as WorkHandler['run'];
  return { name, event: undefined, data, run, enqueue: (tx, input, rest) => tx.enqueue(name, input, rest) };
}

/** Runs once a period over all processes of the module. */
export function every(
  name: string,
  seconds: number,
  handler: (module: ModuleRuntime) => Promise<unknown>,
): WorkHandler {
  return {
    name,
    event: undefined,
    data: {},
    run: { tx: false, handler: (module) => handler(module) },
    everySeconds: seconds,
  };
}

export interface ModuleDefinition {
  readonly name: string;
  /** `import * as contract`: its operations make the API description, its events the consumers' map. */
  readonly contract: Readonly<Record<string, unknown>>;
  readonly routes: readonly Route[];
  readonly handlers: readonly WorkHandler[];
  readonly migrations: URL;
  readonly policies: URL;
  /** Tables of whose rows some columns are kept sealed (`sealRow`, `openRow`). */
  readonly sealed?: SealedTables;
  /** What it keeps about a person, for the copy of their data that they take along. */
  readonly ownData?: readonly OwnDataPart[];
  /** What it erases by its age. */
  readonly retention?: readonly RetentionRule[];
  /** Listeners or pollers of its own; answers how to stop them. Runs after the module's schema is up to date. */
  readonly start?: (module: ModuleRuntime) => Promise<() => Promise<void>>;
}

/** Checks that names carry the module's prefix and nothing is declared twice. */
export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  const prefix = `${definition.name}.`;
  const names = new Set<string>();
  for (const route of definition.routes) {
    const name = route.kind === 'operation' ? route.operation.name : `${[route.method].flat().join()} ${route.path}`;
    if (route.kind === 'operation' && !name.startsWith(prefix))
      throw new Error(`${name} is not an operation of ${definition.name}`);
    if (names.has(name)) throw new Error(`${name} is routed twice`);
    names.add(name);
  }
  for (const handler of definition.handlers) {
    if (!handler.event && !handler.name.startsWith(prefix))
      throw new Error(`job ${handler.name} must start with ${prefix}`);
    if (names.has(handler.name)) throw new Error(`${handler.name} is handled twice in ${definition.name}`);
    names.add(handler.name);
  }
  return definition;
}
