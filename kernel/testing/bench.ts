// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, onTestFinished, TestRunner } from 'vitest';
import { readConfig } from '../src/config.ts';
import type { DataOf, Duty, EventType, InputOf, Operation, OutputOf, Principal } from '../src/contract.ts';
import { roleOf } from '../src/database/roles.ts';
import type { ResolveToken } from '../src/http/authenticate.ts';
import { newId } from '../src/id.ts';
import { personKey } from '../src/keys/keys.ts';
import { createLog } from '../src/log.ts';
import type { ModuleDefinition, ModuleRuntime } from '../src/module.ts';
import { type Platform, startPlatform } from '../src/platform.ts';
import { openRow } from '../src/seal.ts';
import type { CloudEvent } from '../src/work/cloud-event.ts';
import { patient } from './patience.ts';

type Person = Extract<Principal, { kind: 'person' }>;

export interface HttpAnswer {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

/** Settable time. It starts at the real instant and stands still until moved. */
export interface TestClock {
  now(): Date;
  set(at: Date): void;
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void;
  /** From now on it goes with the real clock, for programs that sign by that; it can still be moved. */
  follow(): void;
}

/**
 * Modules under test on a real database of their own; events and jobs run only when drained.
 * Ends by itself after the test, or the file, that began it.
 */
export async function bench(...modules: readonly ModuleDefinition[]) {
  return benchWith({}, ...modules);
}

/** The same with settings a module reads (`STOA_…`). */
export async function benchWith(env: Record<string, string>, ...modules: readonly ModuleDefinition[]) {
  return benchOn(async () => undefined, env, ...modules);
}

/** The same on a database and a data folder that `prepare` fills first; it may say which time it is then. */
export async function benchOn(
  prepare: (databaseUrl: string, dataDir: string) => Promise<Date | undefined>,
  env: Record<string, string>,
  ...modules: readonly ModuleDefinition[]
) {
  const serverUrl = process.env.STOA_TEST_DATABASE_URL;
  if (!serverUrl) throw new Error('run tests with vitest from the root: its global setup starts PostgreSQL');
  const circuit = `t${randomBytes(5).toString('hex')}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${circuit}`);
  const databaseUrl = Object.assign(new URL(serverUrl), { pathname: `/${circuit}` }).href;
  const clock = createClock(await prepare(databaseUrl, dataDir));
  const published: CloudEvent[] = [];
  const stubs = new Map<string, (input: never) => Promise<unknown>>();
  const tokens = new Map<string, Principal>();
  let resolve: ResolveToken | undefined;
  const config = {
    ...readConfig({ STOA_DATA: dataDir, PORT: '0', STOA_CIRCUIT: circuit, STOA_RATE_LIMIT: '1000000', ...env }, []),
    modules: undefined,
  };
  const start = () =>
    startPlatform({
      config,
      modules,
      databaseUrl,
      clock,
      log: createLog(process.env.STOA_TEST_LOG ?? 'fatal', 'test'),
      checkOutput: true,
      manual: true,
      stubs,
      resolveToken: () => async (credential) => tokens.get(credential.token) ?? resolve?.(credential),
      onPublish: (event) => published.push(event),
    });
  // After the test that began it; where none runs, after its file.
  const atEnd = TestRunner.getCurrentTest() ? onTestFinished : afterAll;
  const ends: (() => Promise<unknown>)[] = [];
  atEnd(async () => {
    for (const end of ends.reverse()) await end();
    await admin.query(`drop database ${circuit} with (force)`);
    for (const module of modules) await admin.query(`drop role if exists ${roleOf(config.circuit, module.name)}`);
    await admin.end();
    await rm(dataDir, { recursive: true, force: true });
  });
  const platform = await start();
  ends.push(() => platform.close());
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  ends.push(() => sql.end());
  const first = modules[0]?.name ?? '';
  await sql.query(`set search_path = ${modules.map((m) => m.name).join(', ')}`);

  return {
    platform,
    databaseUrl,
    clock,
    /** Every row of these tables (or of all) as text, as a dump of the database would show it. */
    dump: async (...tables: string[]): Promise<string> => {
      const names = modules.map(({ name }) => name);
      const { rows } = await sql.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
         where schemaname = any($1) and ($2::text[] = '{}' or schemaname || '.' || tablename = any($2))`,
        [names, tables],
      );
      const parts = await Promise.all(
        rows.map(({ name }) => sql.query<{ row: string }>(`select t::text as row from ${name} t`)),
      );
      return parts.flatMap((part) => part.rows.map(({ row }) => row)).join('\n');
    },
    /** Another process's worth of the same modules on the same database and keys; the test closes it. */
    startTwin: start,
    /** The first module as it runs. */
    module: platform.modules.get(first)?.runtime as ModuleRuntime,
    /** A signed-in person; `snils` gives the personKey. */
    person: (
      about: {
        id?: string;
        name?: string;
        snils?: string;
        duties?: (string | Duty)[];
        organisationId?: string;
        actingFor?: Person['actingFor'];
        assurance?: number;
        /** When they last proved who they are; without it always just now. */
        authenticatedAt?: string;
      } = {},
    ): Person => ({
      kind: 'person',
      id: about.id ?? newId(),
      name: about.name ?? 'Test Person',
      ...(about.snils ? { personKey: personKey(platform, 'xm:snils', about.snils) } : {}),
      duties: (about.duties ?? []).map((duty) =>
        typeof duty === 'string' ? { code: duty, organisationId: about.organisationId ?? 'org-1' } : duty,
      ),
      ...(about.actingFor ? { actingFor: about.actingFor } : {}),
      assurance: about.assurance ?? 2,
      authenticatedAt: about.authenticatedAt ?? '9999-12-31T00:00:00.000Z',
    }),
    personKey: (snils: string) => personKey(platform, 'xm:snils', snils),
    /** Runs an operation as the principal; refusals are thrown. */
    call: <Op extends Operation>(
      operation: Op,
      input: InputOf<Op>,
      principal: Principal = { kind: 'anonymous' },
      idempotencyKey?: string,
    ): Promise<OutputOf<Op>> => platform.call(operation, input, { principal, idempotencyKey }),
    /** Credentials that no test made are looked up by this. */
    resolveWith: (resolver: ResolveToken) => {
      resolve = resolver;
    },
    /** Requests over real HTTP as the principal. */
    http: (principal?: Principal) => httpAs(platform, tokens, principal),
    /** Hands an event to the modules as if another module had emitted it, and drains. */
    async deliver<E extends EventType>(event: E, data: DataOf<E>, id: string = newId()): Promise<void> {
      const cloudEvent: CloudEvent = {
        specversion: '1.0',
        id,
        type: event.type,
        source: '/test',
        time: clock.now().toISOString(),
        datacontenttype: 'application/json',
        data,
      };
      for (const module of platform.modules.values()) await module.receive([cloudEvent]);
      await drain(platform);
    },
    drain: () => drain(platform),
    sql: async <R extends object = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<R[]> =>
      (await sql.query(text, values)).rows as R[],
    /** What waits of a job or event, or was given up: its data, opened. */
    waiting: async <D>(module: string, handler: string): Promise<D[]> => {
      const { runtime } = platform.modules.get(module) ?? {};
      if (!runtime) throw new Error(`${module} does not run here`);
      type Row = { id: string; data: D; sealed: string | null };
      const { rows } = await sql.query<Row>(`select id, data, sealed from ${module}.work where handler = $1`, [
        handler,
      ]);
      return rows.map((row) => openRow({ module: runtime }, 'work', row.id, row).data);
    },
    /** Events passed on so far, oldest first. */
    events: (type?: string) => published.filter((event) => !type || event.type === type),
    stub: <Op extends Operation>(operation: Op, answer: (input: InputOf<Op>) => Promise<OutputOf<Op>>) => {
      stubs.set(operation.name, answer as (input: never) => Promise<unknown>);
    },
  };
}
export type Bench = Awaited<ReturnType<typeof benchWith>>;

/** Sends events and runs work until none is due. */
async function drain(platform: Platform): Promise<void> {
  for (let round = 0; round < patient(1000); round++) {
    const counts = await Promise.all([...platform.modules.values()].map((module) => module.step()));
    if (counts.every((count) => count === 0)) return;
  }
  throw new Error('work never ends: does a handler emit what it handles?');
}

function createClock(began = new Date()): TestClock {
  let at = began.getTime();
  /** Milliseconds since 1970 of the real clock when `at` was set; undefined while the clock stands. */
  let since: number | undefined;
  return {
    now: () => new Date(since === undefined ? at : at + Date.now() - since),
    set: (date) => {
      at = date.getTime();
      if (since !== undefined) since = Date.now();
    },
    follow: () => {
      at = since = Date.now();
    },
    advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
      at += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
    },
  };
}

function httpAs(platform: Platform, tokens: Map<string, Principal>, principal: Principal | undefined) {
  const headers: Record<string, string> = {};
  if (principal) {
    const token = randomUUID();
    tokens.set(token, principal);
    headers.authorization = `Bearer ${token}`;
  }
  const request = async (
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Promise<HttpAnswer> => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const init: RequestInit = {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...extra },
      redirect: 'manual',
    };
    if (body !== undefined) init.body = raw ? (body as string) : JSON.stringify(body);
    const response = await fetch(platform.url + path, init);
    const text = await response.text();
    return { status: response.status, body: parse(text), headers: Object.fromEntries(response.headers) };
  };
  return {
    get: (path: string, extra?: Record<string, string>) => request('GET', path, undefined, extra),
    post: (path: string, body: unknown, extra?: Record<string, string>) => request('POST', path, body, extra),
    put: (path: string, body: unknown, extra?: Record<string, string>) => request('PUT', path, body, extra),
    patch: (path: string, body: unknown, extra?: Record<string, string>) => request('PATCH', path, body, extra),
    delete: (path: string, extra?: Record<string, string>) => request('DELETE', path, undefined, extra),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}
