// SPDX-License-Identifier: Apache-2.0
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { shownEmail } from '../addresses.ts';
import type { describeInteraction as describe } from '../contract.ts';
import { demoCode, waitingMailCode } from '../factors/codes.ts';
import { challengeOf, passkeyHost } from '../factors/passkeys.ts';
import { passkeysOf } from '../factors/offers.ts';
import { providerOf } from './provider.ts';
import { idHash } from './provider-records.ts';
import { isDemo, type Step, stepOf } from './steps.ts';

type Waiting = OutputOf<typeof describe>;

/** What a sign-in under way waits for. Refuses: identity.interaction-expired. */
export async function describeInteraction(module: ModuleRuntime, uid: string): Promise<Waiting> {
  const provider = providerOf(module);
  const interaction =
    (await provider.Interaction.find(uid)) ??
    refuse('gone', 'identity.interaction-expired', 'This sign-in has expired. Start again.');
  const clientId = String(interaction.params.client_id);
  const client = await provider.Client.find(clientId);
  const { missingOIDCScope = [], missingResourceScopes = {} } = interaction.prompt.details as {
    missingOIDCScope?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  const common = {
    clientName: client?.clientName ?? clientId,
    scopes: [...new Set([...missingOIDCScope, ...Object.values(missingResourceScopes).flat()])],
    action: `/sign-in/${uid}/continue`,
  };
  if (interaction.prompt.name === 'consent') return { ...common, waitsFor: 'consent', offers: [] };
  return module.tx({ kind: 'system' }, async (tx) => {
    const step = await stepOf(tx, { uid, params: interaction.params, session: interaction.session as never });
    return { ...common, ...(await asked(tx, uid, step)) };
  });
}

async function asked(
  tx: Tx,
  uid: string,
  step: Step,
): Promise<Pick<Waiting, 'waitsFor' | 'offers'> & Partial<Waiting>> {
  const { personId, offers } = step;
  const host = passkeyHost(tx.module);
  const second = personId !== undefined && offers.length > 0;
  const passkey = host && (!second || offers.includes('pop'));
  const request = {
    challenge: challengeOf(tx.module, uid, step.challenges),
    rpId: host,
    userVerification: 'required',
    allowCredentials: second ? (await passkeysOf(tx, personId)).map((id) => ({ type: 'public-key', id })) : [],
  };
  return {
    waitsFor: second ? 'second-factor' : 'password',
    offers: second ? [...offers].filter((one) => one !== 'pop' || host) : ['pwd', ...(host ? ['pop' as const] : [])],
    ...(passkey ? { passkey: request } : {}),
    ...(second && offers.includes('mail') ? { mailTo: await mailOf(tx, personId) } : {}),
    ...(second && (await isDemo(tx, personId)) ? await shown(tx, uid, personId) : {}),
  };
}

async function shown(tx: Tx, uid: string, personId: string): Promise<{ demoCode?: string }> {
  const code = (await demoCode(tx, personId)) ?? (await waitingMailCode(tx, idHash(uid), personId));
  return code ? { demoCode: code } : {};
}

/** `a…@example.org`: enough for its owner to know which. */
async function mailOf(tx: Tx, personId: string): Promise<string> {
  const { rows } = await tx.query<{ email: string }>('select email from person where id = $1', [personId]);
  return shownEmail(rows[0]?.email ?? '').replace(/^(.)[^@]*/, '$1…');
}
