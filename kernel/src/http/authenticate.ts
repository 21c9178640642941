// SPDX-License-Identifier: Apache-2.0
import type { FastifyRequest } from 'fastify';
import { jwtVerify, SignJWT } from 'jose';
import type { Principal } from '../contract.ts';
import type { Keys } from '../keys/keys.ts';
import { refuse } from '../refusal.ts';

/** Finds out who a bearer token or session cookie stands for; undefined when it is unknown or expired. */
export type ResolveToken = (token: string) => Promise<Principal | undefined>;

/** Circuits side by side on one host share the browser's cookies: each has its own. */
export const cookieName = (name: string, circuit: string): string =>
  circuit === 'production' ? `stoa_${name}` : `stoa_${name}_${circuit}`;
const internalHeader = 'stoa-principal';
const audience = 'stoa-internal';

/** Header by which one process of the circuit tells another who acts; signed with the circuit's own secret, valid a minute. */
export async function internalCredentials(keys: Keys, principal: Principal): Promise<Record<string, string>> {
  const jwt = await new SignJWT({ principal })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(keys.secret('internal-calls'));
  return { [internalHeader]: jwt };
}

/** Who sends this request. A credential that does not hold is refused, never taken as anonymous. */
export async function authenticate(
  request: FastifyRequest,
  keys: Keys,
  circuit: string,
  resolve: ResolveToken,
): Promise<Principal> {
  const internal = request.headers[internalHeader];
  if (typeof internal === 'string') {
    const verified = await jwtVerify<{ principal: Principal }>(internal, keys.secret('internal-calls'), {
      audience,
      algorithms: ['HS256'],
    }).catch(() => undefined);
    return (
      verified?.payload.principal ??
      refuse('unauthenticated', 'kernel.credentials-invalid', 'The internal credentials do not hold.')
    );
  }
  const header = request.headers.authorization;
  const bearer = header && /^Bearer ([\x21-\x7e]{8,4096})$/i.exec(header)?.[1];
  if (header && !bearer)
    refuse('unauthenticated', 'kernel.credentials-invalid', 'The Authorization header must carry a bearer token.');
  const cookie = cookieOf(request.headers.cookie, cookieName('session', circuit));
  const token = bearer ?? cookie;
  if (!token) return { kind: 'anonymous' };
  if (!bearer) refuseForeignOrigin(request);
  const principal = await resolve(token);
  if (principal) return principal;
  // A browser whose session ended is simply not signed in; a program that presents a bad token is told so.
  if (!bearer) return { kind: 'anonymous' };
  refuse('unauthenticated', 'kernel.token-invalid', 'The access token is unknown or has expired. Sign in again.');
}

/** A cookie travels with requests that other sites cause; those may read nothing and change nothing. */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const foreign = site
    ? site !== 'same-origin' && site !== 'none'
    : origin !== undefined && URL.canParse(origin) && new URL(origin).host !== request.headers.host;
  if (foreign || origin === 'null')
    refuse(
      'forbidden',
      'kernel.foreign-origin',
      'This request came from another site. Open the page here and try again.',
    );
}

export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}
