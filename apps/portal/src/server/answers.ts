// SPDX-License-Identifier: Apache-2.0
/** Answers that are not a page: redirects and preferences; and how pages are compressed. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferenceCookie } from './locale.ts';
import type { Outcome } from './page.ts';
import { safeReturnPath } from './same-origin.ts';

/** 303 after a form; to another origin by a page in between. */
export function sendOutcome(reply: FastifyReply, outcome: Outcome & { kind: 'redirect' }): FastifyReply {
  for (const cookie of outcome.setCookies) reply.header('set-cookie', cookie);
  return outcome.to.startsWith('/') ? reply.redirect(outcome.to, 303) : leave(reply, outcome.to);
}

/** A form may not redirect to another origin under `form-action 'self'`: a page in between goes there at once. */
function leave(reply: FastifyReply, to: string): FastifyReply {
  const target = new URL(to).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': "default-src 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .send(
      `<!doctype html><title>…</title><meta http-equiv="refresh" content="0;url=${target}"><p><a href="${target}">${target}</a>`,
    );
}

/** `?lang=` and `?theme=` set a cookie and come back to the same page without them. */
export function setPreference(request: FastifyRequest, reply: FastifyReply): boolean {
  const url = new URL(request.url, 'http://portal.invalid');
  let found = false;
  for (const name of ['lang', 'theme'] as const) {
    const value = url.searchParams.get(name);
    if (value === null) continue;
    found = true;
    url.searchParams.delete(name);
    const cookie = preferenceCookie(name, value);
    if (cookie) reply.header('set-cookie', cookie);
  }
  if (found) reply.header('cache-control', 'no-store').redirect(safeReturnPath(`${url.pathname}${url.search}`), 303);
  return found;
}

export function compressed(html: string, request: FastifyRequest, reply: FastifyReply): string | Buffer {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) {
    reply.header('content-encoding', 'br');
    return brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  }
  if (/\bgzip\b/.test(accepted)) {
    reply.header('content-encoding', 'gzip');
    return gzipSync(html);
  }
  return html;
}
