// SPDX-License-Identifier: Apache-2.0
/** Proof or consent, posted by the sign-in page; the provider then goes on with the request it interrupted. */
import { levelClasses, type ModuleRuntime } from '@stoa/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { closeSession, findSession } from '../sessions/sessions.ts';
import { amrOf } from '../factors/methods.ts';
import { principalOfPerson } from '../principals.ts';
import { prove } from './prove.ts';
import { apiAudience, portalClientId, providerOf } from './provider.ts';
import { asksMore, keepStep, stepOf } from './steps.ts';

type Interaction = InstanceType<Provider['Interaction']>;

/** A form may not redirect to another origin under `form-action 'self'`: a page in between goes on by itself. */
function leave(reply: FastifyReply, to: string) {
  const target = new URL(to).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const page = `<!doctype html><title>…</title><meta http-equiv="refresh" content="0;url=${target}"><p><a href="${target}">→</a>`;
  return reply
    .headers({ 'content-security-policy': "default-src 'none'", 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(page);
}

/**
 * Refuses: identity.sign-in-refused, identity.sign-in-delayed, identity.code-wrong, identity.codes-too-many,
 * identity.passkey-refused, kernel.busy.
 */
export async function answerInteraction(
  module: ModuleRuntime,
  uid: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const provider = providerOf(module);
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
    if (form.get('consent') === 'yes') return finish({ consent: { grantId: await grantAsked(module, details) } });
    return finish({ error: 'access_denied', error_description: 'The person declined.' });
  }
  const from = { address: request.ip, browser: request.headers['user-agent'] };
  const step = await module.tx({ kind: 'system' }, (tx) => stepOf(tx, details));
  const proof = await prove(module, uid, step, form, from);
  if (!proof) return reply.redirect(`/sign-in/${uid}?sent=1`, 303);
  const next = await module.tx({ kind: 'system' }, async (tx) => {
    await keepStep(tx, uid, proof);
    return stepOf(tx, details);
  });
  if (asksMore(next)) return reply.redirect(`/sign-in/${uid}`, 303);
  const { personId, methods } = proof;
  if (next.raises?.person_id !== personId) await endSessionBefore(module, request, reply, details);
  const person = await module.tx({ kind: 'system' }, (tx) => principalOfPerson(tx, personId, { methods }));
  // By the platform's own clock, as everything else of a session.
  const ts = Math.floor(module.clock.now().getTime() / 1000);
  const acr = levelClasses[Math.max(1, person?.assurance ?? 1) - 1];
  return finish({ login: { accountId: personId, amr: amrOf(methods), acr, ts } });
}

/** Whoever was signed in at this browser is no longer: a new sign-in never goes on with an older session. */
async function endSessionBefore(
  module: ModuleRuntime,
  request: FastifyRequest,
  reply: FastifyReply,
  details: Interaction,
): Promise<void> {
  const provider = providerOf(module);
  const context = { req: request.raw, res: reply.raw, secure: module.publicUrl.startsWith('https:') };
  const { accountId, uid } = await provider.Session.get(context as never);
  if (accountId && uid)
    await module.tx({ kind: 'system' }, async (tx) => {
      const session = await findSession(tx, { uid });
      if (session) await closeSession(tx, session);
    });
  if (!details.session) return;
  // The provider would insist on the session that this sign-in began in.
  delete (details as { session?: unknown }).session;
  await details.save(Math.max(1, details.exp - Math.floor(Date.now() / 1000)));
}

/** What the person was shown and agreed to: scopes of the provider, and those of this platform's interface. */
async function grantAsked(module: ModuleRuntime, details: Interaction): Promise<string> {
  const provider = providerOf(module);
  const { session, params, prompt, grantId } = details;
  const known = grantId ? await provider.Grant.find(grantId) : undefined;
  const grant =
    known ?? new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) });
  const { missingOIDCScope, missingResourceScopes } = prompt.details as {
    missingOIDCScope?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  const ours = missingResourceScopes?.[apiAudience(module)];
  if (ours) grant.addResourceScope(apiAudience(module), ours.join(' '));
  return grant.save();
}
