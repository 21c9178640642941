// SPDX-License-Identifier: Apache-2.0
/** A company's software: a public key, services and acts it may use, and an end. */
import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { audit, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Software } from './contract.ts';
import * as queries from './queries.ts';
import { demandForward, demandServices, endOf, organisationInCharge } from './sides.ts';
import * as store from './store.ts';
import { tellOfSoftware } from './telling.ts';

const longestMs = 2 * 366 * 86_400_000;

function keyOf(text: string): { kty: string; crv: string; x: string; y: string } {
  const wrong = (): never =>
    refuse(
      'invalid',
      'powers.key-invalid',
      'Give a public key on the curve P-256, as a JWK or in PEM, without its private part.',
    );
  let key: KeyObject;
  try {
    if (text.includes('PRIVATE')) return wrong();
    const given = text.trim().startsWith('{') ? (JSON.parse(text) as Record<string, string>) : undefined;
    if (given?.d) return wrong();
    key = given ? createPublicKey({ key: given, format: 'jwk' }) : createPublicKey(text);
  } catch {
    return wrong();
  }
  const { kty, crv, x, y } = key.export({ format: 'jwk' });
  return kty === 'EC' && crv === 'P-256' && x && y ? { kty, crv, x, y } : wrong();
}

/** RFC 7638. */
const thumbprintOf = ({ crv, kty, x, y }: ReturnType<typeof keyOf>) =>
  hash('sha256', JSON.stringify({ crv, kty, x, y }), 'base64url');

const shown = ({
  id,
  name,
  services,
  acts,
  thumbprint,
  madeAt,
  until,
  withdrawnAt,
}: queries.SoftwareRow): Software => ({
  ...{ id, name, services, acts, thumbprint, madeAt: madeAt.toISOString(), until: until.toISOString() },
  ...(withdrawnAt ? { withdrawnAt: withdrawnAt.toISOString() } : {}),
});

/** Refuses: powers.not-in-charge, -key-invalid, -service-unknown, -period-backwards. */
export async function registerSoftware(tx: Tx, input: InputOf<typeof contract.registerSoftware>): Promise<Software> {
  const side = organisationInCharge(tx);
  const jwk = keyOf(input.publicKey);
  await demandServices(tx, input.services);
  const until = endOf(tx, input.until) ?? tx.now;
  demandForward(tx.now, until);
  if (until.getTime() - tx.now.getTime() > longestMs)
    refuse('invalid', 'powers.period-backwards', 'A software acts for two years at most. Choose an earlier end.');
  const id = newId();
  const { name, services, acts } = input;
  await store.insertSoftware(tx, {
    ...{ id, organisationId: side.id, organisationName: side.name, name, jwk, thumbprint: thumbprintOf(jwk) },
    ...{ services, acts, until },
  });
  await tellOfSoftware(tx, id);
  await audit(tx, {
    action: 'powers.software-registered',
    object: { type: 'software', id },
    details: { services, acts },
  });
  const made = (await queries.findSoftware(tx, id)) ?? softwareUnknown();
  return shown(made);
}

const softwareUnknown = (): never =>
  refuse('missing', 'powers.software-unknown', 'Your organisation has no such software. Look at the list again.');

export async function listSoftware(
  tx: Tx,
  input: InputOf<typeof contract.listSoftware>,
): Promise<OutputOf<typeof contract.listSoftware>> {
  const side = organisationInCharge(tx);
  return pageOfRows(input, (count) => queries.listSoftware(tx, side.id, input.cursor ?? null, count), shown);
}

/** Refuses: powers.not-in-charge, powers.software-unknown. */
export async function withdrawSoftware(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  const side = organisationInCharge(tx);
  const { rowCount } = await store.setSoftwareWithdrawn(tx, id, side.id);
  if (rowCount === 0) softwareUnknown();
  await tellOfSoftware(tx, id);
  await audit(tx, { action: 'powers.software-withdrawn', object: { type: 'software', id } });
  return { id };
}
