// SPDX-License-Identifier: Apache-2.0
/** The copy of a person's own data, put together from every module that keeps some: one JSON file, sent as it is read. */
import { Readable } from 'node:stream';
import { meetsSignIn, ownDataOperation } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PortalOptions } from './options.ts';
import { isRefusal } from './problem.ts';

export const copyPath = '/cabinet/data/copy.json';
/** Minutes since who asks last proved who they are: the file holds everything. */
const provenWithin = 15;

type Options = Pick<PortalOptions, 'call' | 'session' | 'signInUrl' | 'ownData'>;

/** For oneself alone: whoever acts for somebody else is led to the page that says so. */
export async function sendCopy(options: Options, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const principal = await options.session.resolve(request);
  if (principal.kind !== 'person') return reply.redirect(options.signInUrl(copyPath), 303);
  if (principal.actingFor || !principal.personKey) return reply.redirect('/cabinet/data', 303);
  if (!meetsSignIn(principal, { withinMinutes: provenWithin }, new Date()))
    return reply.redirect(options.signInUrl(copyPath, { minutes: String(provenWithin) }), 303);
  return reply
    .type('application/json; charset=utf-8')
    .headers({ 'content-disposition': 'attachment; filename="my-data.json"', 'cache-control': 'private, no-store' })
    .send(Readable.from(copyOf(options, principal, request.id)));
}

/** A module that does not answer is named at the end, so that nobody takes a part for the whole. */
export async function* copyOf(
  { call, ownData }: Pick<Options, 'call' | 'ownData'>,
  principal: Principal,
  traceId?: string,
): AsyncGenerator<string> {
  const away: string[] = [];
  const name = principal.kind === 'person' ? principal.name : '';
  yield `{"person":${JSON.stringify(name)},"madeAt":${JSON.stringify(new Date().toISOString())},"data":[`;
  let first = true;
  for (const module of ownData) {
    let cursor: string | undefined;
    do {
      try {
        const page = await call(ownDataOperation(module), cursor ? { cursor } : {}, { principal, traceId });
        for (const item of page.items) {
          yield `${first ? '' : ','}\n${JSON.stringify({ module, ...item })}`;
          first = false;
        }
        cursor = page.nextCursor;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        away.push(module);
        cursor = undefined;
      }
    } while (cursor);
  }
  yield `\n],"complete":${away.length === 0},"away":${JSON.stringify(away)}}\n`;
}
