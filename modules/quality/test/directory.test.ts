// SPDX-License-Identifier: Apache-2.0
/** Who served, by the directory as it stands while cards come in. */
import { governmentOrganisation } from '@stoa/country-xm';
import { type Asked, decideChange, getOrganisation, requestChange } from '@stoa/organisations/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { cardContent, qualityBench } from './fixture.ts';

const b = await qualityBench();
const analyst = b.person({ duties: ['quality.analyst'] });
const shift = (days: number) => new Date(Date.parse(b.today()) + days * 86_400_000).toISOString().slice(0, 10);
const grantors = [1, 2].map((n) => b.person({ name: `Grantor ${n}`, duties: ['identity.grantor'] }));
async function change(asked: Asked) {
  const { id } = await b.call(requestChange, { asked, reason: 'Order No. 12 of the ministry' }, grantors[0]);
  await b.call(decideChange, { id, approved: true }, grantors[1]);
}
const factsOf = async (id: string) => {
  const { id: _, revision: __, ...facts } = await b.call(getOrganisation, { id });
  return facts;
};

test('a correction of the directory frees the cards that waited for it, by itself', async () => {
  const { id, reasons } = await b.submit({ kpp: '010101777' });
  expect(reasons).toEqual(['organisation-unknown']);
  await b.drain();
  expect((await b.stateOf(id))?.state).toBe('QUARANTINED');
  const facts = {
    ...(await factsOf('XM-01-LABOUR')),
    kpp: '010101777',
    name: { en: 'Labour Office of Aksu' } as never,
  };
  await change({ kind: 'organisation', id: 'XM-01-LABOUR-2', facts, validFrom: '2026-01-01' });
  await b.drain();
  expect((await b.stateOf(id))?.state).toBe('NOTIFIED');
  expect(await b.call(contract.getCard, { id }, analyst)).toMatchObject({
    organisationId: 'XM-01-LABOUR-2',
    directory: { name: { en: 'Labour Office of Aksu' } },
  });
});

test('a card about what was merged is about its successor from that day on, one about what ended waits', async () => {
  const [gone, ended] = [await factsOf('XM-03-SCHOOL-3'), await factsOf('XM-03-SCHOOL-2')];
  await change({ kind: 'merge', id: 'XM-03-SCHOOL-3', into: 'XM-03-SCHOOL-1', on: shift(-3) });
  await change({
    ...{ kind: 'organisation', id: 'XM-03-SCHOOL-2', validFrom: shift(-3) },
    facts: { ...ended, until: shift(-3) },
  });
  const about = async ({ inn = '', ogrn = '', kpp = '' }: typeof gone, days: number) => {
    const { id } = await b.submit({ inn, ogrn, kpp, organisationType: 'education', renderedOn: shift(days) });
    const { organisationId, reasons } = await b.call(contract.getCard, { id }, analyst);
    return organisationId ?? reasons[0];
  };
  expect(await about(gone, -4)).toBe('XM-03-SCHOOL-3');
  expect(await about(gone, -3)).toBe('XM-03-SCHOOL-1');
  expect(await about(ended, -4)).toBe('XM-03-SCHOOL-2');
  expect(await about(ended, -1)).toBe('organisation-ended');
});

test('a clinic is known by the sphere of health care and by its code of before, and gets the same questionnaire', async () => {
  const { inn = '', ogrn = '', kpp = '' } = await factsOf('XM-02-CLINIC-1');
  const titles = [];
  for (const organisationType of ['health-care', 'clinic']) {
    const { id, token } = await b.invite({ inn, ogrn, kpp, organisationType });
    titles.push((await b.call(contract.openSurvey, { token })).questionnaire?.templateCode);
    expect((await b.call(contract.getCard, { id }, analyst)).organisationType).toBe('health-care');
  }
  expect(titles).toEqual(['clinic-visit', 'clinic-visit']);
  expect((await b.submit({ inn, ogrn, kpp, organisationType: 'education' })).reasons).toEqual([
    'organisation-type-differs',
  ]);
});

test('the address of the organisation is kept, shown and compared with the directory; a difference holds nothing up', async () => {
  const { id } = await b.submit({ organisationAddress: '12 Nauryz Avenue, Aksu' });
  const { address } = governmentOrganisation('XM-01-LABOUR') ?? {};
  expect(await b.call(contract.getCard, { id }, analyst)).toMatchObject({
    state: 'MATCHED',
    organisationAddress: '12 Nauryz Avenue, Aksu',
    inn: cardContent().inn,
    directory: { address },
    addressDiffers: true,
  });
  const words = address?.ru.split(/[ ,]+/) ?? [];
  const same = await b.submit({ organisationAddress: words.reverse().join(', ').toUpperCase() });
  expect((await b.call(contract.getCard, { id: same.id }, analyst)).addressDiffers).toBe(false);
});
