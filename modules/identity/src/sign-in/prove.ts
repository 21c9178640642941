// SPDX-License-Identifier: Apache-2.0
/** One proof of a sign-in under way: counted first, then looked at; what was refused is seen by whose account it is. */
import { audit, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { identifierText } from '@stoa/kernel/text';
import type { SignInMethod } from '../contract.ts';
import { sendMailCode, takeMailCode, takeRecoveryCode, takeTotp } from '../factors/codes.ts';
import { challengeOf, takePasskey } from '../factors/passkeys.ts';
import { noteSignIn } from '../sessions/own.ts';
import { claimAttempt, forgetAttempts, forgiveAttempt, networkOf, roughly } from './attempts.ts';
import { checkPassword } from './check-password.ts';
import { idHash } from './provider-records.ts';
import { keepStep, type Step } from './steps.ts';

const system = { kind: 'system' } as const;

/** From where somebody answers. */
export interface From {
  readonly address: string;
  readonly browser: string | undefined;
}
export interface Proof {
  readonly personId: string;
  readonly methods: readonly SignInMethod[];
}

/** Answers whom it proves; `undefined` where a code was sent and is waited for. */
export async function prove(
  module: ModuleRuntime,
  uid: string,
  step: Step,
  form: URLSearchParams,
  from: From,
): Promise<Proof | undefined> {
  const passkey = form.get('passkey');
  if (passkey) return byPasskey(module, uid, step, passkey, from);
  const { personId } = step;
  if (!personId || form.has('password')) {
    const given = { login: identifierText(form.get('login') ?? ''), password: form.get('password') ?? '' };
    return { personId: await checkPassword(module, { ...given, ...from }), methods: ['pwd'] };
  }
  if (form.get('send') === 'mail') {
    if (step.offers.includes('mail')) await module.tx(system, (tx) => sendMailCode(tx, idHash(uid), personId));
    return undefined;
  }
  return byCode(module, uid, { ...step, personId }, form, from);
}

const wrong = (): never =>
  refuse('invalid', 'identity.code-wrong', 'This code is wrong, too old or was used. Type the newest one.');

async function byCode(
  module: ModuleRuntime,
  uid: string,
  { personId, methods, offers }: Step & { personId: string },
  form: URLSearchParams,
  { address, browser }: From,
): Promise<Proof> {
  const code = (form.get('code') ?? '').replace(/[\s-]/g, '').slice(0, 40);
  const by = offers.find((one) => one === form.get('by') && one !== 'pop') ?? wrong();
  await module.tx(system, (tx) => claimAttempt(tx, `factor ${personId}`, networkOf(address)));
  const good = await module.tx(system, async (tx) => {
    const taken = await take(tx, by, { uid, personId, code });
    if (taken) await forgetAttempts(tx, `factor ${personId}`, networkOf(address));
    else await noteRefused(tx, personId, by, { address, browser });
    return taken;
  });
  return good ? { personId, methods: [...new Set([...methods, by])] } : wrong();
}

async function take(
  tx: Tx,
  by: SignInMethod,
  { uid, personId, code }: { uid: string; personId: string; code: string },
): Promise<boolean> {
  if (by === 'recovery') return takeRecoveryCode(tx, personId, code);
  return by === 'otp' ? takeTotp(tx, personId, code) : takeMailCode(tx, idHash(uid), personId, code);
}

async function noteRefused(tx: Tx, personId: string, by: SignInMethod, { address, browser }: From): Promise<void> {
  await noteSignIn(tx, personId, { succeeded: false, methods: [by], network: roughly(address), browser });
  await audit(tx, { action: 'identity.sign-in-failed', object: { type: 'person', id: personId }, details: { by } });
}

/** The challenge is good for one answer, whatever comes of it. */
async function byPasskey(module: ModuleRuntime, uid: string, step: Step, answer: string, from: From): Promise<Proof> {
  await module.tx(system, (tx) => claimAttempt(tx, `passkey ${uid}`, networkOf(from.address)));
  const challenge = await module.tx(system, async (tx) => challengeOf(module, uid, (await keepStep(tx, uid)) - 1));
  const personId = await module.tx(system, async (tx) => {
    const whose = await takePasskey(tx, answer, challenge);
    const good = whose !== undefined && (step.personId === undefined || whose === step.personId);
    if (good) await forgiveAttempt(tx, `passkey ${uid}`, networkOf(from.address));
    else if (step.personId) await noteRefused(tx, step.personId, 'pop', from);
    return good ? whose : undefined;
  });
  if (!personId)
    return refuse(
      'invalid',
      'identity.passkey-refused',
      'The passkey was not accepted. Try again, or use another way.',
    );
  return { personId, methods: [...new Set([...(step.personId ? step.methods : []), 'pop' as const])] };
}
