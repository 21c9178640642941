// SPDX-License-Identifier: Apache-2.0
/** Two ministries with people of a chancery. */
import identity from '@stoa/identity';
import organisations from '@stoa/organisations';
import { bench } from '@stoa/kernel/testing';
import * as contract from '../src/contract.ts';
import documents from '../src/index.ts';

export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';

export async function chancery() {
  const b = await bench(documents, organisations, identity);
  const at = (organisationId: string, ...codes: string[]) => codes.map((code) => ({ code, organisationId }));
  const person = (name: string, organisationId: string, ...codes: string[]) =>
    b.person({ name, duties: at(organisationId, ...codes) });
  const people = {
    clerk: person('Clara Clerk', labour, 'documents.clerk'),
    leader: person('Leila Leader', labour, 'documents.leader'),
    executor: person('Egor Executor', labour, 'documents.executor'),
    cleared: person('Cyril Cleared', labour, 'documents.clerk', 'documents.cleared'),
    elsewhere: person('Ivan Elsewhere', interior, 'documents.clerk', 'documents.leader'),
  };
  const self = { kind: 'service', id: 'correspondence' } as const;
  const letter = (key: string, more: object = {}) =>
    b.call(
      contract.takeIn,
      {
        ...{ institutionId: labour, key, source: 'exchange', kind: 'incoming', label: 0, files: [] },
        subject: 'On the quota of foreign workers for next year',
        correspondents: [{ organisationId: interior, name: 'Ministry of the Interior' }],
        ...more,
      },
      self,
    );
  const draft = (as = people.executor, more: object = {}) =>
    b.call(
      contract.createDocument,
      { institutionId: labour, kind: 'outgoing', subject: 'Answer on the quota of workers', ...more },
      as,
    );
  return { b, ...people, self, letter, draft };
}
