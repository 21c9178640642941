// SPDX-License-Identifier: Apache-2.0
/** Those who hold one of some duties anywhere are told; identity knows who they are. */
import { findDutyHolders } from '@stoa/identity/contract';
import { emit, job, type Tx } from '@stoa/kernel';
import { LocalText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { officialConcerned } from '../contract.ts';

const Matter = Type.Object({
  key: Type.String(),
  duties: Type.Array(Type.String()),
  subject: LocalText,
  body: LocalText,
});

export const tellOfficials = (tx: Tx, matter: Static<typeof Matter>) =>
  tellingOfficials.enqueue(tx, matter, { key: matter.key });

export const tellingOfficials = job(
  'organisations.tell-officials',
  Matter,
  async (module, { key, duties, subject, body }) => {
    const keys = new Set<string>();
    for (const code of duties)
      for (const { personKey } of (await module.call(findDutyHolders, { code })).items) keys.add(personKey);
    await module.tx({ kind: 'system' }, async (tx) => {
      for (const personKey of keys)
        await emit(tx, officialConcerned, { key: `${key}-${personKey}`, personKey, subject, body });
    });
  },
  { tx: false },
);
