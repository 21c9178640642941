// SPDX-License-Identifier: Apache-2.0
/** What the portal remembers of a sign-in under way: in a cookie of its own for each, so that two tabs do not disturb each other. */
import { createHash, randomBytes } from 'node:crypto';
import { cookieName, cookieOf, type ModuleRuntime } from '@stoa/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compactDecrypt, CompactEncrypt } from 'jose';

export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

const random = () => randomBytes(32).toString('base64url');
/** Seconds. */
const kept = 1800;
const atMost = 10;

/** Only a path of this site, never another address. */
export const safePath = (path: unknown): string =>
  typeof path === 'string' && path.length <= 2000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';

export function setCookie(
  module: ModuleRuntime,
  reply: FastifyReply,
  name: string,
  value: string,
  maxAgeSeconds: number,
): void {
  const secure = module.publicUrl.startsWith('https:') ? '; Secure' : '';
  void reply.header(
    'set-cookie',
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`,
  );
}

const prefix = ({ config, publicUrl }: ModuleRuntime) => `${cookieName('sign_in', config.circuit, publicUrl)}_`;
const nameOf = (module: ModuleRuntime, state: string) =>
  prefix(module) + createHash('sha256').update(state).digest('hex').slice(0, 12);

/** Begins a sign-in; older ones of this browser beyond a few are given up. */
export async function beginFlow(
  module: ModuleRuntime,
  request: FastifyRequest,
  reply: FastifyReply,
  returnTo: string,
): Promise<Flow> {
  const flow: Flow = { state: random(), nonce: random(), verifier: random(), returnTo };
  const sealed = await new CompactEncrypt(Buffer.from(JSON.stringify(flow)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(module.keys.secret('sign-in-flow'));
  // Another circuit's begin alike and go on with its name.
  const open = (request.headers.cookie ?? '').split(';').flatMap((part) => {
    const name = part.trim().split('=')[0] ?? '';
    return name.startsWith(prefix(module)) && /^[0-9a-f]{12}$/.test(name.slice(prefix(module).length)) ? [name] : [];
  });
  for (const name of open.slice(0, Math.max(0, open.length - atMost + 1))) setCookie(module, reply, name, '', 0);
  setCookie(module, reply, nameOf(module, flow.state), sealed, kept);
  return flow;
}

/** The sign-in this state belongs to, ended by it; undefined when this browser did not begin it or it was finished. */
export async function endFlow(
  module: ModuleRuntime,
  request: FastifyRequest,
  reply: FastifyReply,
  state: string,
): Promise<Flow | undefined> {
  const name = nameOf(module, state);
  const sealed = cookieOf(request.headers.cookie, name);
  if (!sealed) return undefined;
  setCookie(module, reply, name, '', 0);
  const opened = await compactDecrypt(sealed, module.keys.secret('sign-in-flow')).catch(() => undefined);
  const flow = opened && (JSON.parse(Buffer.from(opened.plaintext).toString()) as Flow);
  return flow?.state === state ? flow : undefined;
}
