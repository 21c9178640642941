// SPDX-License-Identifier: Apache-2.0
import type { OutputOf } from '@stoa/kernel/contract';
import type { listPlaces } from '@stoa/places/contract';
import { beforeAll, expect, test } from 'vitest';
import { catalogueAnswers, text } from './answers.ts';
import { type Answers, citizen, type Harness, startHarness } from './harness.ts';

const id = '01940000-0000-7000-8000-000000000501';
const pools: OutputOf<typeof listPlaces> = {
  items: [
    {
      ...{ id, serviceId: 'worker-quota', kind: 'foreign-workers', code: '7112', title: text('Bricklayers') },
      ...{ granted: 26, taken: 22, left: 4, waiting: 0, until: '2027-11-20' },
      uses: [{ key: 'WP-2026-000118', state: 'kept', until: '2028-01-10' }],
    },
  ],
  nextCursor: id,
};
const answers: Answers = { ...catalogueAnswers, 'places.list-places': () => pools };
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
  portal.signIn(citizen);
});
const html = async (address: string) => (await fetch(portal.url + address)).text();

test('a company sees places granted, used and left, and which permits use them', async () => {
  const page = await html('/cabinet/places');
  for (const words of ['Bricklayers', '7112', '>26<', '>22<', '>4<', 'WP-2026-000118', `cursor=${id}`])
    expect(page).toContain(words);
});

test('an empty list says what comes here, and leads to the service', async () => {
  answers['places.list-places'] = () => ({ items: [] });
  const page = await html('/cabinet/places');
  for (const words of ['No places yet', 'href="/services/worker-quota"']) expect(page).toContain(words);
});
