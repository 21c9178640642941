// SPDX-License-Identifier: Apache-2.0
/** The labour market read by anybody: figures, a choice among them, and data that are what their digest says. */
import { createHash } from 'node:crypto';
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');

export async function readLabourMarket(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const anybody = new Browser(base);
  await narrator.step('Anybody reads how the labour market goes, and narrows it to an occupation group', async () => {
    const page = await eventually(
      'a year of figures',
      async () => {
        const found = await anybody.get('/labour');
        return found.status === 200 && found.text.includes(say('labour.by-occupation')) && found;
      },
      900,
    );
    for (const key of ['labour.part-permits', 'labour.part-contracts', 'labour.part-wages', 'labour.forecast'])
      must(page.text.includes(say(key)), `the page has "${say(key)}"`);
    const [href = ''] = page.links(/^\/labour\?occupation=\d$/);
    must(href !== '', 'a group leads to its figures');
    const narrow = await anybody.get(href);
    must(narrow.status === 200 && narrow.text.includes(say('labour.part-permits')), 'the group has figures');
    const none = await anybody.get('/labour?year=2001&region=XM-99');
    must(none.status === 200, 'a choice that is none narrows nothing');
    return { group: href };
  });
  await look('The labour market', anybody, ['/labour', '/labour?region=XM-01&occupation=0', '/labour/data']);
  await narrator.step('The data are what their digest says, and a catalogue can read what they are', async () => {
    const page = await anybody.get('/labour/data');
    const file = await anybody.bytes('/api/labour/data.csv');
    const digest = createHash('sha256').update(file.body).digest('hex');
    must(file.status === 200 && page.html.includes(digest), `the page shows the digest of the file: ${digest}`);
    const months = new Set([...file.body.toString().matchAll(/^(\d{4}-\d{2}),/gm)].map(([, month]) => month));
    must(months.size >= 12, `a year of months is there: ${[...months].join(' ')}`);
    const { fields } = JSON.parse((await anybody.bytes('/api/labour/data.schema.json')).body.toString()) as {
      fields: { name: string }[];
    };
    must(file.body.toString().includes(fields.map(({ name }) => name).join(',')), 'the schema says its columns');
    const dataset = await anybody.bytes('/labour/data/dataset.json');
    must(dataset.status === 200 && dataset.body.includes(digest), 'the dataset says the digest too');
    return { digest, months: months.size };
  });
}
