// SPDX-License-Identifier: Apache-2.0
/** One service in several regions: a region is chosen and taken back, and the same house costs and takes differently in two. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const press = (value: string): [string, string] => ['_do', value];
const [delta, coast] = ['/regions/XM-02', '/regions/XM-03'];

/** What the check page says of a house in that region, before anything is sent. */
async function asked(person: Browser, region: string): Promise<Page> {
  let page = await person.startService('building-permit');
  const answers: Record<string, string>[] = [
    { region, parcel: `${region.slice(3)}:01:200118:7`, place: '4 Willow Street' },
    { kind: 'house', floors: '2', area: '140' },
    { disaster: 'false' },
    { drawings: 'P-114, Bureau Kvadrat' },
    { contactEmail: 'rahul@mail.example' },
  ];
  for (const values of answers) page = await person.submit(page, values);
  must(page.path.endsWith('/check'), `everything is answered: ${page.path} ${page.text.slice(0, 300)}`);
  return page;
}

export async function chooseARegion(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [anybody, person] = [new Browser(base), new Browser(base)];
  await narrator.step('Anybody finds a region on the picture, and its services with what holds there', async () => {
    const regions = await anybody.get('/regions');
    must(regions.links(/^\/regions\/XM-0\d$/).length >= 6, 'each region is a link of the picture and of the list');
    const page = await anybody.get(coast);
    for (const words of [say('level.municipal'), say('level.state'), '15 working days', '€1,900.00'])
      must(page.text.includes(words), `${words} is there: ${page.text.slice(0, 600)}`);
    const unknown = await anybody.get('/regions/XM-99');
    must(unknown.status === 404 && unknown.text.includes(say('error.portal.region-unknown')), 'another is told so');
    return { regions: regions.links(/^\/regions\//).length / 2, services: page.links(/^\/services\//).length };
  });
  await narrator.step('A chosen region stays in the browser until it is taken back', async () => {
    const chosen = await anybody.submit(await anybody.get(coast), {}, press('choose'));
    must(chosen.text.includes(say('notice.region-chosen')), `it is said: ${chosen.text.slice(0, 300)}`);
    must((await anybody.get('/')).links(/^\/regions\/XM-03$/).length > 0, 'the first page leads there');
    const service = await anybody.get('/services/building-permit');
    for (const words of [say('regions.yours'), '10 to 15 working days'])
      must(service.text.includes(words), `${words} is there: ${service.text.slice(0, 600)}`);
    return { region: 'XM-03' };
  });
  await look('A chosen region', anybody, ['/regions', coast, '/services/building-permit', '/services?level=municipal']);
  await narrator.step('The choice is taken back, and services are narrowed without it', async () => {
    const gone = await anybody.submit(await anybody.get(coast), {}, press('forget'));
    must(gone.text.includes(say('notice.region-forgotten')), `it is said: ${gone.text.slice(0, 300)}`);
    must((await anybody.get('/')).text.includes(say('regions.pick')), 'the first page offers to choose again');
    const found = await anybody.get('/search?q=permit&region=XM-02&level=regional');
    must(!found.links(/^\/services\/building-permit$/).length, 'a municipal service is not among regional ones');
    const municipal = await anybody.get('/search?q=building&region=XM-02&level=municipal');
    must(municipal.links(/^\/services\/building-permit$/).length === 1, 'and is found among its own');
    return {};
  });
  await look('No region chosen', anybody, [delta, '/regions/XM-01', '/']);
  await narrator.step('The same house costs another fee in another region, before anything is sent', async () => {
    await person.signIn('worker', 'meridia', '/services/building-permit');
    const [cheaper, dearer] = [await asked(person, 'XM-02'), await asked(person, 'XM-03')];
    must(cheaper.text.includes('€90.00'), `River Delta: ${cheaper.text.slice(0, 600)}`);
    must(dearer.text.includes('€150.00'), `the Coast: ${dearer.text.slice(0, 600)}`);
    return { 'XM-02': '€90.00', 'XM-03': '€150.00' };
  });
}
