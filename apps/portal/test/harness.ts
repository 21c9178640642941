// SPDX-License-Identifier: Apache-2.0
/** The portal on a loopback port, with answers that fit the contracts in place of modules. For tests only. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Operation, Principal } from '@stoa/kernel/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { Value } from 'typebox/value';
import { type PortalOptions, portal } from '../src/server/index.ts';

export type Person = Principal & { kind: 'person' };

export const citizen: Person = {
  kind: 'person',
  id: '01919191-0000-7000-8000-000000000001',
  name: 'Aigerim Seitkali',
  personKey: 'pk-aigerim',
  duties: [],
  actingFor: { kind: 'organisation', id: 'org-steppe', name: 'Steppe Build LLP' },
  assurance: 2,
};
export const withDuty = (name: string, ...codes: string[]): Person => ({
  ...citizen,
  id: `01919191-0000-7000-8000-0000000000${codes[0]?.length ?? 10}`,
  name,
  actingFor: undefined,
  duties: codes.map((code) => ({ code, organisationId: 'org-1' })),
});

export class TestRefusal extends Error {
  override name = 'Refusal';
  readonly kind: string;
  readonly code: string;
  readonly errors: readonly { pointer: string; code: string; message: string }[] | undefined;
  constructor(kind: string, code: string, detail = code, errors?: TestRefusal['errors']) {
    super(detail);
    this.kind = kind;
    this.code = code;
    this.errors = errors;
  }
}

export type Answers = Record<string, (input: Record<string, unknown>, principal: Principal) => unknown>;

export interface Harness {
  readonly url: string;
  readonly app: FastifyInstance;
  /** Every call made, in order. */
  readonly calls: {
    name: string;
    input: Record<string, unknown>;
    principal: Principal;
    idempotencyKey?: string | undefined;
  }[];
  /** Who is signed in from now on. */
  signIn(person: Person | undefined): void;
  close(): Promise<void>;
}

/** Answers must fit the operation's own output schema, so that they cannot drift from the contract. */
function checked(operation: Operation, output: unknown): unknown {
  if (!Value.Check(operation.output, output)) {
    const [first] = Value.Errors(operation.output, output);
    throw new Error(`test answer of ${operation.name} does not fit: ${JSON.stringify(first)}`);
  }
  return output;
}

export async function startHarness(
  answers: Answers,
  documents: Record<string, unknown> = {},
  modules: readonly string[] = ['cases', 'payments'],
): Promise<Harness> {
  const app = Fastify({ forceCloseConnections: true, pluginTimeout: 120_000 });
  // A label, an error and a link belong to the first element of their id: the second one has none.
  app.addHook('onSend', async (request, reply, payload) => {
    if (!`${reply.getHeader('content-type')}`.startsWith('text/html')) return payload;
    const coding = reply.getHeader('content-encoding');
    const body = Buffer.from(payload as Uint8Array);
    const html = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body;
    const ids = [...String(html).matchAll(/<[a-z][^>]*\sid="([^"]+)"/g)].map(([, id]) => id);
    const twice = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
    if (twice.length > 0) throw new Error(`${request.url} has more than one element of the id ${twice.join(', ')}`);
    return payload;
  });
  let person: Person | undefined;
  const calls: Harness['calls'] = [];
  for (const [path, document] of Object.entries(documents)) app.get(path, async () => document);
  const options: PortalOptions = {
    publicUrl: 'http://127.0.0.1',
    country: {
      code: 'xm',
      name: { en: 'Meridia', ru: 'Меридия', kk: 'Меридия', uk: 'Меридія', ar: 'ميريديا' },
      currency: 'EUR',
      timeZone: 'Asia/Almaty',
    },
    circuit: 'production',
    session: { resolve: () => person ?? { kind: 'anonymous' } },
    modules,
    ownData: ['cases', 'payments'],
    retaining: ['cases'],
    signInUrl: (returnTo, needed = {}) => {
      const asked = Object.entries({ returnTo, ...needed }).filter(([, value]) => value);
      return `/sign-in?${new URLSearchParams(asked as [string, string][])}`;
    },
    call: async (operation, input, { principal, idempotencyKey }) => {
      calls.push({ name: operation.name, input: input as Record<string, unknown>, principal, idempotencyKey });
      const answer = answers[operation.name];
      if (!answer)
        throw new TestRefusal('unavailable', 'kernel.module-away', `${operation.name} has no answer in this test`);
      return checked(operation, await answer(input as Record<string, unknown>, principal)) as never;
    },
  };
  await app.register(portal, options);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, app, calls, signIn: (who) => void (person = who), close: () => app.close() };
}
