// SPDX-License-Identifier: Apache-2.0
/** Personal data of cards: sealed with AES-256-GCM, bound to their card, opened only for a stated purpose. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { ModuleRuntime } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import type { revealPerson } from './contract.ts';

export type CardPerson = OutputOf<typeof revealPerson>;

/** The name as one line. */
export const fullNameOf = ({ fullName, familyName, givenName, middleName }: Partial<CardPerson>): string =>
  fullName ?? [familyName, givenName, middleName].filter(Boolean).join(' ');

const nonceBytes = 12;
const tagBytes = 16;
const key = (module: ModuleRuntime) => module.keys.secret('card-vault');

export function seal(module: ModuleRuntime, cardId: string, person: CardPerson): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key(module), nonce).setAAD(Buffer.from(cardId));
  const body = Buffer.concat([cipher.update(JSON.stringify(person), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws when the sealed data were changed or belong to another card. */
export function unseal(module: ModuleRuntime, cardId: string, sealed: Buffer): CardPerson {
  const decipher = createDecipheriv('aes-256-gcm', key(module), sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(cardId))
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const body = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  const person = JSON.parse(body.toString('utf8')) as CardPerson;
  // Cards taken in before names came as one line hold the parts alone.
  return { ...person, fullName: fullNameOf(person) };
}
