// SPDX-License-Identifier: Apache-2.0
/** Passkeys (WebAuthn level 2): discoverable, unlocked by their owner each time. */
import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { audit, type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type * as contract from '../contract.ts';
import { tellPerson } from '../telling.ts';
import { demandProven } from './proven.ts';
import { lockPasskey, passkeysOf } from './offers.ts';

const mostBytes = 16_000;
/** COSE: EdDSA, ES256, RS256. */
const algorithms = [-8, -7, -257];

/** Browsers bind a passkey to a name; where the platform is reached by a number there are none. */
export const passkeyHost = ({ publicUrl }: ModuleRuntime): string | undefined => {
  const { hostname, protocol } = new URL(publicUrl);
  const secure = protocol === 'https:' || hostname === 'localhost';
  return secure && !isIP(hostname.replace(/^\[|\]$/g, '')) ? hostname : undefined;
};

/** Good for one answer: the count beside it is raised with each. */
export const challengeOf = ({ keys }: ModuleRuntime, of: string, count: number): string =>
  createHmac('sha256', keys.secretKey('identity-challenges')).update(`${of} ${count}`).digest('base64url');

const refused = (): never =>
  refuse('invalid', 'identity.passkey-refused', 'The passkey was not accepted. Try again, or use another way.');

/** What verifies throws at whatever is wrong with an answer of somebody's device. */
async function opened<R>(answer: string, verify: (response: never) => Promise<R>): Promise<R | undefined> {
  try {
    return answer.length > mostBytes ? undefined : await verify(JSON.parse(answer) as never);
  } catch {
    return undefined;
  }
}

async function nextChallenge(tx: Tx, sessionId: string, raise: 0 | 1): Promise<string> {
  const { rows } = await tx.query<{ challenges: number }>(
    'update session set challenges = challenges + $2 where id = $1 returning challenges',
    [sessionId, raise],
  );
  return challengeOf(tx.module, sessionId, (rows[0]?.challenges ?? 0) - raise);
}

/** Refuses: identity.passkeys-off, identity.no-session, kernel.stronger-sign-in-needed. */
export async function preparePasskey(tx: Tx): Promise<{ options: object }> {
  const host =
    passkeyHost(tx.module) ??
    refuse('conflict', 'identity.passkeys-off', 'Passkeys need an address with a name and https. Use an app instead.');
  const { personId, sessionId } = await demandProven(tx);
  const { rows } = await tx.query<{ name: string; login: string | null }>(
    'select p.name, a.login from person p left join account a on a.person_id = p.id where p.id = $1',
    [personId],
  );
  const { name = '', login } = rows[0] ?? {};
  return {
    options: {
      challenge: await nextChallenge(tx, sessionId, 0),
      rp: { id: host, name: 'Stoa' },
      user: { id: Buffer.from(personId).toString('base64url'), name: login ?? name, displayName: name },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: (await passkeysOf(tx, personId)).map((id) => ({ type: 'public-key', id })),
      attestation: 'none',
    },
  };
}

/** Refuses: identity.passkey-refused, identity.passkeys-off, identity.no-session, kernel.stronger-sign-in-needed. */
export async function addPasskey(tx: Tx, { name, response }: InputOf<typeof contract.addPasskey>) {
  const { personId, sessionId } = await demandProven(tx);
  const expectedChallenge = await nextChallenge(tx, sessionId, 1);
  const made = await opened(response, (given) =>
    verifyRegistrationResponse({
      response: given,
      expectedChallenge,
      expectedOrigin: new URL(tx.module.publicUrl).origin,
      expectedRPID: passkeyHost(tx.module) ?? '',
      supportedAlgorithmIDs: algorithms,
    }),
  );
  const { credential } = made?.registrationInfo ?? refused();
  const id = newId();
  const { rowCount } = await tx.query(
    `insert into factor (id, person_id, kind, name, credential_id, public_key, counter, created_at, confirmed_at)
     values ($1, $2, 'passkey', $3, $4, $5, $6, $7, $7) on conflict (credential_id) do nothing`,
    [id, personId, name, credential.id, Buffer.from(credential.publicKey), credential.counter, tx.now],
  );
  if (rowCount === 0) refused();
  await tellPerson(tx, personId, 'factor-added', id);
  await audit(tx, { action: 'identity.factor-added', object: { type: 'factor', id }, details: { kind: 'passkey' } });
  return { id };
}

/**
 * Whose passkey answered. A counter that did not rise means that there are two of the same: it is good no more, and its
 * owner is told. `undefined` where it is not accepted: what was written of that stays.
 */
export async function takePasskey(tx: Tx, answer: string, expectedChallenge: string): Promise<string | undefined> {
  const { module } = tx;
  const given = await opened<{ id?: unknown }>(answer, async (response) => response);
  const passkey = typeof given?.id === 'string' ? await lockPasskey(tx, given.id) : undefined;
  if (!passkey || passkey.suspended_at) return undefined;
  const result = await opened(answer, (response) =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: new URL(module.publicUrl).origin,
      expectedRPID: passkeyHost(module) ?? '',
      // Compared below: what does not rise is told apart from what does not verify.
      credential: { id: passkey.credential_id, publicKey: new Uint8Array(passkey.public_key), counter: 0 },
    }),
  );
  if (!result?.verified) return undefined;
  const { newCounter } = result.authenticationInfo;
  if ((newCounter > 0 || passkey.counter > 0) && newCounter <= passkey.counter) {
    await tx.query('update factor set suspended_at = $2 where id = $1', [passkey.id, tx.now]);
    await tellPerson(tx, passkey.person_id, 'factor-suspended', passkey.id);
    await audit(tx, { action: 'identity.factor-suspended', object: { type: 'factor', id: passkey.id } });
    module.alarm('passkey cloned', { factor: passkey.id });
    return undefined;
  }
  await tx.query('update factor set counter = $2, last_used_at = $3 where id = $1', [passkey.id, newCounter, tx.now]);
  return passkey.person_id;
}
