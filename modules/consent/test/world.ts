// SPDX-License-Identifier: Apache-2.0
import { bench } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import { newId } from '@stoa/kernel';
import consent from '../src/index.ts';
import type { PurposeContent } from '../src/contract.ts';

export const code = 'criminal-record-identity';
const all = (text: string) => ({ en: text, ru: `${text} ru`, kk: `${text} kk`, uk: `${text} uk`, ar: `${text} ar` });
export const content = (more: Partial<PurposeContent> = {}): PurposeContent => ({
  ...{ title: all('Title'), explanation: all('What is read'), benefit: all('What for') },
  law: { title: all('Personal Data Act'), article: all('Article 9') },
  ...{ controllerId: 'XM-INTERIOR-MINISTRY', recipients: ['XM/GOV/1001/LABOUR'], concepts: ['person.address'] },
  asksAnew: false,
  ...more,
});

/** Consent alone, with what it tells people. */
export async function world() {
  const b = await bench(consent);
  const told: { to: string; subject: string }[] = [];
  b.stub(notify, async ({ to, subject }) => {
    told.push({ to: to.personKey, subject: subject.en });
    return { id: newId() };
  });
  const aigerim = b.person({ name: 'Aigerim Seitkali', snils: '11223344595' });
  return {
    b,
    told,
    aigerim,
    other: b.person({ name: 'Somebody Else', snils: '10120230348' }),
    steward: b.person({ name: 'Madina', duties: ['consent.steward', 'consent.publisher'] }),
    publisher: b.person({ name: 'Ostap', duties: ['consent.publisher'] }),
    corrector: b.person({ name: 'Zhanar', duties: ['consent.corrector'], organisationId: 'XM-INTERIOR-MINISTRY' }),
    elsewhere: b.person({ name: 'Yerlan', duties: ['consent.corrector'], organisationId: 'XM-EDUCATION-MINISTRY' }),
    cases: { kind: 'service', id: 'cases' } as const,
  };
}
