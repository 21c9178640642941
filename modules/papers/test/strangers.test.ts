// SPDX-License-Identifier: Apache-2.0
/** What happens once although many do it at once, and files that fetch something when they are opened. */
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { docx } from './docx.ts';
import { chancery, labour } from './world.ts';

const { b, clerk, leader, executor } = await chancery();
const propose = (more: object) =>
  b.call(
    contract.proposeTemplate,
    {
      ...{ institutionId: labour, code: 'letter', kind: 'outgoing', language: 'en', title: 'Our letter' },
      ...{ inForceFrom: b.module.country.calendar.localDate(b.clock.now()), ...more },
    },
    clerk,
  );
const fulfilled = (all: readonly PromiseSettledResult<unknown>[]) =>
  all.filter(({ status }) => status === 'fulfilled').length;
const refusals = (all: readonly PromiseSettledResult<unknown>[]) =>
  new Set(all.flatMap((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : [])));

test('a template is put into force or declined once, however many decide at once', async () => {
  for (let time = 0; time < 4; time++) {
    const { id } = await propose({ body: 'Dear {addressee}' });
    const decide = (approved: boolean) =>
      b.call(contract.decideTemplate, { institutionId: labour, id, approved }, leader);
    const all = await Promise.allSettled(Array.from({ length: 30 }, (_, at) => decide(at % 2 === 0)));
    expect([fulfilled(all), [...refusals(all)]]).toEqual([1, ['papers.template-decided']]);
  }
});

test('a view of a name is kept once by who presses often', async () => {
  const keep = () =>
    b.call(contract.keepView, { institutionId: labour, name: 'Overdue', filter: {}, shared: false }, executor);
  const all = await Promise.allSettled(Array.from({ length: 12 }, keep));
  expect([fulfilled(all), [...refusals(all)]]).toEqual([1, ['papers.name-taken']]);
  const { items } = await b.call(contract.listViews, { institutionId: labour }, executor);
  expect(items.map(({ name }) => name)).toEqual(['Overdue']);
});

const image = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';
const relations = (one: string) => ({
  'word/_rels/document.xml.rels': strToU8(
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${one}</Relationships>`,
  ),
});
test.each([
  ['in single quotes', `<Relationship Id='r9' Type='${image}' Target='http://evil.example/x' TargetMode='External'/>`],
  ['in odd spaces', `<Relationship Id="r9" Target="a>b" Type="${image}"\n TargetMode = "External" />`],
  ['in entities', `<Relationship Id="r9" Type="${image}" Target="http://evil.example/x" TargetMode="&#69;xternal"/>`],
  ['under a prefix', `<p:Relationship Id="r9" Type="${image}" Target="http://evil.example/x" TargetMode="External"/>`],
])('a template that fetches something from outside is refused, also %s', async (_, one) => {
  const content = docx('Dear {addressee}', relations(one));
  await expect(propose({ code: 'fetches', content })).rejects.toMatchObject({ code: 'papers.template-refused' });
});

test('a template may hold a link that people follow', async () => {
  const link = image.replace(/image$/, 'hyperlink');
  const one = `<Relationship Id="r9" Type="${link}" Target="https://stoa.example/" TargetMode="External"/>`;
  expect(await propose({ code: 'links', content: docx('Dear {addressee}', relations(one)) })).toMatchObject({
    version: 1,
  });
});
