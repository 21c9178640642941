// SPDX-License-Identifier: Apache-2.0
import type { FastifyRequest } from 'fastify';
import { jwtVerify, SignJWT } from 'jose';
import type { Principal } from '../contract.ts';
import type { Keys } from '../keys/keys.ts';
import { isPractice } from '../practice.ts';
import { refuse } from '../refusal.ts';

/** What a request shows of who sends it. */
export type Credential =
  | { readonly kind: 'session'; readonly token: string }
  | {
      readonly kind: 'access-token';
      /** As in `Authorization`: RFC 6750, or RFC 9449 with its proof. */
      readonly scheme: 'Bearer' | 'DPoP';
      readonly token: string;
      readonly proof?: string;
      readonly method: string;
      /** Address asked for, without query, as the public knows it. */
      readonly url: string;
    };

/** Finds out who a credential stands for; undefined when it is unknown or expired. */
export type ResolveToken = (credential: Credential) => Promise<Principal | undefined>;

/**
 * Circuits side by side on one host share the browser's cookies: each has its own. Under https nobody but this host can
 * set it (RFC 6265bis section 4.1.3).
 */
export const cookieName = (name: string, circuit: string, publicUrl = ''): string =>
  `${publicUrl.startsWith('https:') ? '__Host-' : ''}stoa_${name}${circuit === 'production' ? '' : `_${circuit}`}`;
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

interface Here {
  readonly keys: Keys;
  readonly circuit: string;
  readonly publicUrl: string;
}

/** Who sends this request. A credential that does not hold is refused, never taken as anonymous. */
export async function authenticate(request: FastifyRequest, here: Here, resolve: ResolveToken): Promise<Principal> {
  const internal = request.headers[internalHeader];
  if (typeof internal === 'string') {
    const verified = await jwtVerify<{ principal: Principal }>(internal, here.keys.secret('internal-calls'), {
      audience,
      algorithms: ['HS256'],
    }).catch(() => undefined);
    return (
      verified?.payload.principal ??
      refuse('unauthenticated', 'kernel.credentials-invalid', 'The internal credentials do not hold.')
    );
  }
  const { authorization } = request.headers;
  if (authorization) return byAccessToken(request, authorization, here, resolve);
  const token = cookieOf(request.headers.cookie, cookieName('session', here.circuit, here.publicUrl));
  if (!token) return { kind: 'anonymous' };
  demandOwnOrigin(request, here.publicUrl);
  const practice = cookieOf(request.headers.cookie, cookieName('practice', here.circuit, here.publicUrl));
  // A browser whose session ended is simply not signed in.
  return atWorkOrInPractice((await resolve({ kind: 'session', token })) ?? { kind: 'anonymous' }, practice);
}

/** Somebody is at work or practises, never both. The cookie names the person, so that it says nothing of who signs in next. */
export function atWorkOrInPractice(principal: Principal, practice?: string): Principal {
  if (principal.kind !== 'person') return principal;
  const practises = practice === principal.id;
  const duties = principal.duties.filter(({ organisationId }) => isPractice(organisationId) === practises);
  return { ...principal, duties, ...(practises ? { practises } : {}) };
}

async function byAccessToken(
  request: FastifyRequest,
  authorization: string,
  { publicUrl }: Here,
  resolve: ResolveToken,
): Promise<Principal> {
  const [, scheme, token] = /^(Bearer|DPoP) ([\x21-\x7e]{8,4096})$/i.exec(authorization) ?? [];
  if (!scheme || !token)
    refuse(
      'unauthenticated',
      'kernel.credentials-invalid',
      'The Authorization header must carry an access token as "Bearer" or "DPoP".',
    );
  const { dpop: proof } = request.headers;
  const principal = await resolve({
    kind: 'access-token',
    scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer',
    token,
    ...(typeof proof === 'string' && proof.length <= 8192 ? { proof } : {}),
    method: request.method,
    url: `${publicUrl}${request.url.split(/[?#]/)[0]}`,
  });
  // A program that presents a bad token is told so.
  return (
    (principal && atWorkOrInPractice(principal)) ??
    refuse('unauthenticated', 'kernel.token-invalid', 'The access token is unknown or has expired. Sign in again.', {
      challenge: 'Bearer error="invalid_token"',
    })
  );
}

/** A cookie travels with requests that other sites cause; those may read nothing and change nothing. */
export function demandOwnOrigin(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const hosts = [request.headers.host, URL.canParse(publicUrl) ? new URL(publicUrl).host : undefined];
  const foreign = site
    ? site !== 'same-origin' && site !== 'none'
    : origin !== undefined && URL.canParse(origin) && !hosts.includes(new URL(origin).host);
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
