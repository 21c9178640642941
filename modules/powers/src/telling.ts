// SPDX-License-Identifier: Apache-2.0
/** Identity keeps what a session needs: it is told of each person who may act for others than before. */
import { holdPowers } from '@stoa/identity/contract';
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { Type } from 'typebox';
import * as queries from './queries.ts';
import { nextRevision } from './store.ts';
import { texts } from './texts.ts';

/** Each time a job of its own: one that runs already has read what was true before this transaction. */
export const tellIdentity = (tx: Tx, personKey: string) => telling.enqueue(tx, { personKey });

/** People among those whom a change concerns; of an organisation those on its list of clients have powers of their own. */
export async function tellTakers(tx: Tx, takers: readonly { takerKind: string; takerId: string }[]): Promise<void> {
  const people = takers.filter(({ takerKind }) => takerKind === 'person').map(({ takerId }) => takerId);
  for (const key of new Set(people)) await tellIdentity(tx, key);
}

/** What software may call at all, by what its power lets it do there; within which services, policies ask. */
const scopes = {
  read: ['cases:apply', 'cases:read', 'cases:read-answers', 'cases:read-output', 'payments:read'],
  apply: ['cases:change', 'notifications:send-by-software'],
  pay: ['cases:pay', 'payments:pay'],
} as const;

type Told = Pick<InputOf<typeof holdPowers>, 'powers' | 'software'>;

async function softwareNow(tx: Tx, id: string): Promise<Told> {
  const found = await queries.findSoftware(tx, id);
  if (!found) return { powers: [] };
  const { name, jwk, services, acts, organisationId, organisationName, madeAt, until, withdrawnAt } = found;
  const power = {
    ...{ id, kind: 'organisation' as const, onBehalfOf: organisationId, name: organisationName, role: 'software' },
    ...{ services, acts, from: madeAt.toISOString(), until: until.toISOString() },
  };
  const covered = [...new Set([...scopes.read, ...acts.flatMap((act) => scopes[act])])];
  return { powers: withdrawnAt ? [] : [power], software: { id, name, jwk, scopes: covered } };
}

async function personNow(tx: Tx, personKey: string): Promise<Told> {
  const powers = await queries.acceptedBy(tx, { kind: 'person', id: personKey });
  return {
    powers: powers.map(({ id, giverKind, giverId, giverName, role, services, acts, from, until }) => ({
      ...{ id, kind: giverKind, onBehalfOf: giverId, name: giverName, role, from: from.toISOString() },
      ...(services ? { services } : {}),
      ...(acts ? { acts } : {}),
      ...(until ? { until: until.toISOString() } : {}),
    })),
  };
}

const ofSoftware = 'software:';
export const tellOfSoftware = (tx: Tx, id: string) => tellIdentity(tx, ofSoftware + id);

/** All that has not ended, under a number that grows: what comes late does nothing. */
export const telling = job(
  'powers.tell-identity',
  Type.Object({ personKey: Type.String() }),
  async (module, { personKey }) => {
    const told = await module.tx({ kind: 'system' }, async (tx) => ({
      revision: await nextRevision(tx, personKey),
      ...(personKey.startsWith(ofSoftware)
        ? await softwareNow(tx, personKey.slice(ofSoftware.length))
        : await personNow(tx, personKey)),
    }));
    await module.call(holdPowers, { personKey, ...told });
  },
  { tx: false },
);

/** Software that was registered before it could sign in. */
export const tellOfOlderSoftware = (module: ModuleRuntime) =>
  module.tx({ kind: 'system' }, async (tx) => {
    for (const id of await queries.softwareNotTold(tx)) await tellOfSoftware(tx, id);
  });

/** A side that is a person hears of what the other did. */
export const tellPerson = (tx: Tx, matter: keyof typeof texts, personKey: string, powerId: string) =>
  message.enqueue(tx, { matter, personKey, powerId }, { key: `${powerId} ${matter} ${personKey}` });

export const message = job(
  'powers.tell-person',
  Type.Object({ matter: Type.String(), personKey: Type.String(), powerId: Type.String() }),
  async (module, { matter, personKey, powerId }) => {
    const words = texts[matter as keyof typeof texts];
    await module.call(notify, {
      key: `powers:${powerId}:${matter}:${personKey}`,
      to: { personKey },
      ...words,
      link: `/cabinet/powers/${powerId}`,
    });
  },
  { tx: false },
);
