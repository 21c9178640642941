// SPDX-License-Identifier: Apache-2.0
/** The browser's way through sign-in: the portal as a client of the provider, and the answers to the provider's questions. */
import { createHash } from 'node:crypto';
import { audit, cookieName, cookieOf, demandOwnOrigin, isRefusal, type ModuleRuntime, rawRoute } from '@stoa/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { closeSession, findSession, openSession } from '../sessions/sessions.ts';
import { answerInteraction } from './interaction.ts';
import { beginFlow, endFlow, safePath, setCookie } from './flow.ts';
import { portalClientId, providerOf } from './provider.ts';
import { redeemCode } from './redeem.ts';

const system = { kind: 'system' } as const;
const sessionCookie = ({ config, publicUrl }: ModuleRuntime) => cookieName('session', config.circuit, publicUrl);

const liveSession = async (module: ModuleRuntime, request: FastifyRequest) => {
  const token = cookieOf(request.headers.cookie, sessionCookie(module));
  return token ? module.tx(system, (tx) => findSession(tx, { token })) : undefined;
};

/** Who is signed in already goes on to where they wanted. */
async function startSignIn(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const returnTo = safePath((request.query as { returnTo?: string }).returnTo);
  if (await liveSession(module, request)) return reply.redirect(returnTo, 303);
  const flow = await beginFlow(module, request, reply, returnTo);
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

async function finishSignIn(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const { code, state } = request.query as { code?: unknown; state?: unknown };
  const flow = typeof state === 'string' ? await endFlow(module, request, reply, state) : undefined;
  const before = await liveSession(module, request);
  // Finished in another tab, or come back to by the browser's history: whoever is signed in is not troubled with it.
  if (!flow || typeof code !== 'string') return reply.redirect(before ? '/cabinet' : '/?notice=sign-in-failed', 303);
  const { personId, uid } = await redeemCode(module, code, flow);
  const opened = await module.tx(system, async (tx) => {
    const session = await openSession(tx, uid, request.headers['user-agent']);
    if (!session) return undefined;
    if (before && before.id !== session.id) await closeSession(tx, before);
    await audit(tx, {
      action: 'identity.signed-in',
      object: { type: 'person', id: personId },
      details: { sessionId: session.id },
    });
    return session;
  });
  if (!opened) return reply.redirect('/?notice=sign-in-failed', 303);
  setCookie(module, reply, sessionCookie(module), opened.token, opened.maxAgeSeconds);
  return reply.redirect(flow.returnTo, 303);
}

/** Ends the session everywhere: here, at the provider, and for every client that was given a token in it. */
async function signOut(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  demandOwnOrigin(request, module.publicUrl);
  const token = cookieOf(request.headers.cookie, sessionCookie(module));
  if (token)
    await module.tx(system, async (tx) => {
      const session = await findSession(tx, { token });
      if (!session) return;
      await closeSession(tx, session);
      await audit(tx, {
        action: 'identity.signed-out',
        object: { type: 'person', id: session.person_id },
        details: { sessionId: session.id },
      });
    });
  setCookie(module, reply, sessionCookie(module), '', 0);
  return reply.redirect('/?notice=signed-out', 303);
}

/** The provider writes its answers itself: it knows this site by its public address alone, and keeps our headers. */
function passOn(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply): void {
  const provider = providerOf(module);
  const { host, protocol } = new URL(module.publicUrl);
  const raw = request.raw as typeof request.raw & { originalUrl?: string };
  for (const name of Object.keys(raw.headers)) if (name.startsWith('x-forwarded-')) delete raw.headers[name];
  Object.assign(raw.headers, { host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) });
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value) reply.raw.setHeader(name, value);
  // A form that a client asked to be answered by is sent on by one line of script, which the provider names by its hash.
  reply.raw.setHeader('content-security-policy', "default-src 'none'; script-src 'none'; frame-ancestors 'none'");
  reply.hijack();
  raw.originalUrl = raw.url ?? '';
  raw.url = (raw.url ?? '').replace(/^\/oidc/, '');
  void provider.callback()(raw, reply.raw);
}

/** A page's answer to a refusal: back to the form, which says what was refused. */
async function answer(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  demandOwnOrigin(request, module.publicUrl);
  const { uid } = request.params as { uid: string };
  try {
    return await answerInteraction(module, uid, request, reply);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const wait = error.retryAfterSeconds === undefined ? '' : `&wait=${error.retryAfterSeconds}`;
    return reply.redirect(`/sign-in/${encodeURIComponent(uid)}?refused=${error.code}${wait}`, 303);
  }
}

const open = { permission: 'public', audit: 'none' };

export const signInRoutes = [
  rawRoute({ ...open, method: 'GET', path: '/sign-in', summary: 'Start signing in', limit: 120, handler: startSignIn }),
  rawRoute({
    ...open,
    method: 'GET',
    path: '/sign-in/callback',
    summary: 'Come back from the OpenID provider',
    audit: 'identity.signed-in',
    limit: 120,
    handler: finishSignIn,
  }),
  rawRoute({
    ...open,
    method: 'POST',
    path: '/sign-out',
    summary: 'End the session',
    audit: 'identity.signed-out',
    handler: signOut,
  }),
  rawRoute({
    ...open,
    method: 'POST',
    path: '/sign-in/:uid/continue',
    summary: 'Answer the OpenID provider',
    audit: 'identity.sign-in-failed',
    limit: 60,
    handler: answer,
  }),
  rawRoute({
    ...open,
    method: ['GET', 'POST'],
    path: '/oidc/*',
    summary: 'OpenID provider',
    body: 'stream',
    limit: 600,
    handler: passOn,
  }),
];
