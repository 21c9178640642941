// SPDX-License-Identifier: Apache-2.0
/** The browser's way through sign-in: the portal as a client of the provider, and the answers to the provider's questions. */
import { createHash } from 'node:crypto';
import {
  audit,
  cookieName,
  cookieOf,
  demandOwnOrigin,
  isRefusal,
  levelClasses,
  type ModuleRuntime,
  rawRoute,
} from '@stoa/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { entitles, levelOf } from '../factors/methods.ts';
import { offersOf } from '../factors/offers.ts';
import { principalOfPerson } from '../principals.ts';
import { noteSignIn } from '../sessions/own.ts';
import {
  closeSession,
  findSession,
  openSession,
  raiseSession,
  type Session,
  sessionHours,
} from '../sessions/sessions.ts';
import { roughly } from './attempts.ts';
import { answerInteraction } from './interaction.ts';
import { beginFlow, endFlow, safePath, setCookie } from './flow.ts';
import { portalClientId, providerOf } from './provider.ts';
import { redeemCode } from './redeem.ts';
import { reachOf } from './steps.ts';

const system = { kind: 'system' } as const;
const sessionCookie = ({ config, publicUrl }: ModuleRuntime) => cookieName('session', config.circuit, publicUrl);

const liveSession = async (module: ModuleRuntime, request: FastifyRequest) => {
  const token = cookieOf(request.headers.cookie, sessionCookie(module));
  return token ? module.tx(system, (tx) => findSession(tx, { token })) : undefined;
};

/**
 * Who is signed in already, and well enough for what is asked, goes on to where they wanted. Others prove what is missing;
 * who has nothing to prove it with is led to set it up.
 */
async function startSignIn(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const query = request.query as { returnTo?: string; level?: string; minutes?: string; duties?: string };
  const returnTo = safePath(query.returnTo);
  const level = /^[123]$/.test(query.level ?? '') ? Number(query.level) : 1;
  const minutes = /^\d{1,4}$/.test(query.minutes ?? '') ? Number(query.minutes) : undefined;
  const session = await liveSession(module, request);
  if (session) {
    const token = session.pending.length ? await module.tx(system, (tx) => raiseSession(tx, session)) : undefined;
    if (token) setCookie(module, reply, sessionCookie(module), token, sessionHours * 3600);
    const methods = [...session.methods, ...session.pending];
    const newEnough =
      token !== undefined ||
      minutes === undefined ||
      module.clock.now().getTime() - session.authenticated_at.getTime() <= minutes * 60_000;
    const enough = levelOf(methods) >= level && (query.duties === undefined || entitles(methods));
    const lead = enough ? undefined : await whereTo(module, session.person_id, level, query.duties !== undefined);
    if (lead) return reply.redirect(`${lead}?returnTo=${encodeURIComponent(returnTo)}`, 303);
    if (enough && newEnough) return reply.redirect(await provenFor(module, session, level, returnTo), 303);
  }
  const flow = await beginFlow(module, request, reply, returnTo);
  const asked = new URLSearchParams({
    client_id: portalClientId,
    response_type: 'code',
    scope: 'openid profile',
    redirect_uri: `${module.publicUrl}/sign-in/callback`,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    // Somebody else may sit at this computer now: they are asked each time.
    prompt: 'login',
    ...(session ? { acr_values: levelClasses[level - 1] ?? '' } : {}),
  });
  return reply.redirect(`/oidc/auth?${asked}`, 303);
}

/** Where somebody without a fitting factor sets one up. */
const whereTo = (module: ModuleRuntime, personId: string, level: number, duties: boolean) =>
  module.tx(system, async (tx) => {
    const offers = await offersOf(tx, personId);
    const lacks = reachOf(offers) < level || (duties && (offers.length === 0 || offers.includes('mail')));
    return lacks ? '/cabinet/security/second-factor' : undefined;
  });

/** Whose identity itself was proven less well is told so; no factor mends that. */
const provenFor = (module: ModuleRuntime, session: Session, level: number, returnTo: string) =>
  module.tx(system, async (tx) => {
    const person = await principalOfPerson(tx, session.person_id, session);
    return (person?.assurance ?? 0) < Math.min(level, levelOf(session.methods)) ? '/account/proofing' : returnTo;
  });

async function finishSignIn(module: ModuleRuntime, request: FastifyRequest, reply: FastifyReply) {
  const { code, state } = request.query as { code?: unknown; state?: unknown };
  const flow = typeof state === 'string' ? await endFlow(module, request, reply, state) : undefined;
  const before = await liveSession(module, request);
  // Finished in another tab, or come back to by the browser's history: whoever is signed in is not troubled with it.
  if (!flow || typeof code !== 'string') return reply.redirect(before ? '/cabinet' : '/?notice=sign-in-failed', 303);
  const { personId, uid } = await redeemCode(module, code, flow);
  const opened = await module.tx(system, async (tx) => {
    const from = { network: roughly(request.ip), browser: request.headers['user-agent'] };
    const session = await openSession(tx, uid, from.browser, from.network);
    if (!session) return undefined;
    if (before && before.id !== session.id) await closeSession(tx, before);
    await noteSignIn(tx, personId, { succeeded: true, methods: session.methods, ...from });
    await audit(tx, {
      action: 'identity.signed-in',
      object: { type: 'person', id: personId },
      details: { sessionId: session.id, methods: session.methods },
    });
    return session;
  });
  if (!opened) return reply.redirect('/?notice=sign-in-failed', 303);
  setCookie(module, reply, sessionCookie(module), opened.token, sessionHours * 3600);
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
