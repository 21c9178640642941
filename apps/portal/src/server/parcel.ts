// SPDX-License-Identifier: Apache-2.0
/** What an auditor takes along: acts with the records of the ledgers, their proofs and the checkpoints signed over them. */
import { Readable } from 'node:stream';
import { moduleOperations } from '@stoa/kernel';
import type { InputOf, Operation, OutputOf, Principal } from '@stoa/kernel/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Asked, askedOf, mostSampled, today } from '../areas/audit/asked.ts';
import { drawSample, readActs } from '../areas/audit/reading.ts';
import type { PortalOptions } from './options.ts';
import { isRefusal } from './problem.ts';

export const parcelPath = '/audit/parcel.json';

type Options = Pick<PortalOptions, 'call' | 'session' | 'signInUrl' | 'modules'>;

export async function sendParcel(
  options: Options,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const principal = await options.session.resolve(request);
  if (principal.kind !== 'person') return reply.redirect(options.signInUrl(request.url), 303);
  const query = Object.fromEntries(
    Object.entries(request.query as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
  const asked = askedOf(query, options.modules, today());
  try {
    // Read before the answer begins, so that a refusal is one.
    const parcel = await parcelOf(options, asked, query.cursor, principal, request.id);
    return reply
      .type('application/json; charset=utf-8')
      .headers({
        'content-disposition': 'attachment; filename="audit-parcel.json"',
        'cache-control': 'private, no-store',
      })
      .send(Readable.from(parcel));
  } catch (error) {
    if (!isRefusal(error) || (error.kind !== 'forbidden' && error.kind !== 'invalid')) throw error;
    return reply.redirect('/audit/acts', 303);
  }
}

async function parcelOf(
  options: Options,
  asked: Asked,
  cursor: string | undefined,
  principal: Principal & { kind: 'person' },
  traceId: string,
): Promise<AsyncGenerator<string>> {
  const call = <Op extends Operation>(operation: Op, input: InputOf<Op>): Promise<OutputOf<Op>> =>
    options.call(operation, input, { principal, traceId });
  const read = asked.sample
    ? await drawSample(call, asked, asked.sample)
    : await readActs(call, asked, mostSampled, cursor);
  const { modules, sample, period, filter } = asked;
  const head = { madeAt: new Date().toISOString(), madeBy: principal.name, period, filter, sample, modules };
  return (async function* () {
    yield `{"asked":${JSON.stringify({ ...head, population: read.population })},"how":${JSON.stringify(how)},"away":${JSON.stringify(read.away)},"acts":[`;
    for (const [index, act] of read.acts.entries()) {
      const proof = await call(moduleOperations(act.module).proveEntry, { id: act.entryId });
      yield `${index === 0 ? '' : ','}\n${JSON.stringify({ ...act, proof })}`;
    }
    yield '\n]}\n';
  })();
}

/** For who gets the file and has no Stoa. */
const how =
  'proof.record is canonical JSON (RFC 8785); SHA-256 over a zero byte and it is leaf proof.leafIndex of the tree of proof.size leaves (RFC 6962). proof.proof is the audit path, base64, lowest sibling first; it leads to the root in proof.checkpoint, a signed note (C2SP). A sample is drawn again by sorting all entries of the period by SHA-256 over the seed followed by their entryId.';
