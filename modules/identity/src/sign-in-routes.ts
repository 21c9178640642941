// SPDX-License-Identifier: Apache-2.0
/** The browser's way through sign-in: the portal as a client of the provider, and the answers to the provider's questions. */
import { createHash, randomBytes } from 'node:crypto';
import { audit, cookieName, cookieOf, isRefusal, type ModuleRuntime, rawRoute, refuse } from '@stoa/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compactDecrypt, CompactEncrypt, createLocalJWKSet, jwtVerify } from 'jose';
import { portalClientId, portalSecret, providerOf } from './provider.ts';
import { checkPassword, countFailure } from './sign-in.ts';
import { closeSession, openSession } from './sessions.ts';

const sessionCookie = ({ config }: ModuleRuntime) => cookieName('session', config.circuit);
const flowCookie = ({ config }: ModuleRuntime) => cookieName('sign_in', config.circuit);

interface Flow {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

const random = () => randomBytes(32).toString('base64url');
/** Only a path of this site, never another address. */
const safePath = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';

function setCookie(
  module: ModuleRuntime,
  reply: FastifyReply,
  name: string,
  value: string,
  maxAgeSeconds: number,
): void {
  const secure = module.publicUrl.startsWith('https:') ? '; Secure' : '';
  reply.header('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`);
}

async function startSignIn(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const flow: Flow = {
    state: random(),
    nonce: random(),
    verifier: random(),
    returnTo: safePath((request.query as { returnTo?: string }).returnTo),
  };
  // The provider knows one address of this site; cookies of another name of it (localhost) would be lost on the way.
  if (request.host !== new URL(module.publicUrl).host) {
    return reply.redirect(`${module.publicUrl}/sign-in?returnTo=${encodeURIComponent(flow.returnTo)}`, 303);
  }
  const sealed = await new CompactEncrypt(Buffer.from(JSON.stringify(flow)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(module.keys.secret('sign-in-flow'));
  setCookie(module, reply, flowCookie(module), sealed, 1800);
  const query = new URLSearchParams({
    client_id: portalClientId,
    response_type: 'code',
    scope: 'openid profile',
    redirect_uri: `${module.publicUrl}/sign-in/callback`,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    // Somebody else may sit at this computer now: the password is asked each time.
    prompt: 'login',
  });
  return reply.redirect(`/oidc/auth?${query}`, 303);
}

async function readFlow(module: ModuleRuntime, request: FastifyRequest): Promise<Flow | undefined> {
  const sealed = cookieOf(request.headers.cookie, flowCookie(module));
  if (!sealed) return undefined;
  const opened = await compactDecrypt(sealed, module.keys.secret('sign-in-flow')).catch(() => undefined);
  return opened && (JSON.parse(Buffer.from(opened.plaintext).toString()) as Flow);
}

async function finishSignIn(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const flow = await readFlow(module, request);
  const { code, state } = request.query as { code?: string; state?: string };
  if (!flow || !code || state !== flow.state) return reply.redirect('/?notice=sign-in-failed', 303);
  const personId = await redeemCode(module, code, flow);
  const { token, maxAgeSeconds } = await module.tx({ kind: 'system' }, async (tx) => {
    await audit(tx, { action: 'identity.signed-in', object: { type: 'person', id: personId } });
    return openSession(tx, personId);
  });
  setCookie(module, reply, flowCookie(module), '', 0);
  setCookie(module, reply, sessionCookie(module), token, maxAgeSeconds);
  return reply.redirect(flow.returnTo, 303);
}

/** Exchanges the code at the token endpoint and checks the ID token (OpenID Connect Core section 3.1.3.7). */
async function redeemCode(module: ModuleRuntime, code: string, flow: Flow): Promise<string> {
  const issuer = `${module.publicUrl}/oidc`;
  const credentials = Buffer.from(`${portalClientId}:${encodeURIComponent(portalSecret(module))}`).toString('base64');
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${module.publicUrl}/sign-in/callback`,
      code_verifier: flow.verifier,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  const answer = (await response.json()) as { id_token?: string };
  if (!response.ok || !answer.id_token)
    refuse('unauthenticated', 'identity.code-refused', 'The sign-in has expired. Please sign in again.');
  const keys = createLocalJWKSet(
    (await (await fetch(`${issuer}/jwks`)).json()) as Parameters<typeof createLocalJWKSet>[0],
  );
  const { payload } = await jwtVerify(answer.id_token, keys, {
    issuer,
    audience: portalClientId,
    algorithms: ['ES256'],
  });
  if (payload.nonce !== flow.nonce || !payload.sub)
    refuse('unauthenticated', 'identity.code-refused', 'The sign-in has expired. Please sign in again.');
  return payload.sub;
}

async function signOut(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const token = cookieOf(request.headers.cookie, sessionCookie(module));
  if (token) await module.tx({ kind: 'system' }, (tx) => closeSession(tx, token));
  setCookie(module, reply, sessionCookie(module), '', 0);
  return reply.redirect('/', 303);
}

/** A form may not redirect to another origin under `form-action 'self'`: a page in between goes on by itself. */
function leave(reply: FastifyReply, to: string) {
  const target = new URL(to).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const page = `<!doctype html><title>…</title><meta http-equiv="refresh" content="0;url=${target}"><p><a href="${target}">→</a>`;
  return reply
    .headers({ 'content-security-policy': "default-src 'none'", 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(page);
}

/** Password or consent, posted by the sign-in page; the provider then goes on with the request it interrupted. */
async function answerInteraction(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const provider = providerOf(module);
  const { uid } = request.params as { uid: string };
  const form = new URLSearchParams((request.body as Buffer | undefined)?.toString() ?? '');
  const details = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined);
  if (!details || details.uid !== uid) return reply.redirect('/?notice=sign-in-expired', 303);
  const finish = async (result: Record<string, unknown>) => {
    const to = await provider.interactionResult(request.raw, reply.raw, result as never, {
      mergeWithLastSubmission: true,
    });
    return details.params.client_id === portalClientId ? reply.redirect(to, 303) : leave(reply, to);
  };
  if (details.prompt.name === 'consent') {
    if (form.get('consent') !== 'yes')
      return finish({ error: 'access_denied', error_description: 'The person declined.' });
    const grant = new provider.Grant({
      accountId: details.session?.accountId ?? '',
      clientId: String(details.params.client_id),
    });
    grant.addOIDCScope(String(details.params.scope));
    return finish({ consent: { grantId: await grant.save() } });
  }
  const login = form.get('login') ?? '';
  try {
    const accountId = await module.tx({ kind: 'system' }, (tx) => checkPassword(tx, login, form.get('password') ?? ''));
    return finish({ login: { accountId, amr: ['pwd'] } });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.kind === 'unauthenticated') await module.tx({ kind: 'system' }, (tx) => countFailure(tx, login));
    return reply.redirect(`/sign-in/${uid}?refused=${error.code}`, 303);
  }
}

export const signInRoutes = [
  rawRoute({
    method: 'GET',
    path: '/sign-in',
    summary: 'Start signing in',
    permission: 'public',
    audit: 'none',
    handler: startSignIn,
  }),
  rawRoute({
    method: 'GET',
    path: '/sign-in/callback',
    summary: 'Come back from the OpenID provider',
    permission: 'public',
    audit: 'identity.signed-in',
    handler: finishSignIn,
  }),
  rawRoute({
    method: ['GET', 'POST'],
    path: '/sign-out',
    summary: 'End the session',
    permission: 'public',
    audit: 'none',
    handler: signOut,
  }),
  rawRoute({
    method: 'POST',
    path: '/sign-in/:uid/continue',
    summary: 'Answer the OpenID provider',
    permission: 'public',
    audit: 'none',
    handler: answerInteraction,
  }),
  rawRoute({
    method: ['GET', 'POST'],
    path: '/oidc/*',
    summary: 'OpenID provider',
    permission: 'public',
    audit: 'none',
    body: 'stream',
    handler: (module, request, reply) => {
      const provider = providerOf(module);
      reply.hijack();
      const raw = request.raw as typeof request.raw & { originalUrl?: string };
      raw.originalUrl = raw.url ?? '';
      raw.url = (raw.url ?? '').replace(/^\/oidc/, '');
      void provider.callback()(raw, reply.raw);
    },
  }),
];
