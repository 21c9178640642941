// SPDX-License-Identifier: Apache-2.0
/** The register of the architecture: an owner asks for a change and attests, the integrator puts it into force, findings move. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { inLanguage, wordsOf } from './words.ts';

const home = '/architecture';
/** One language after another, so that each walk finds what the one before left. */
const languages = ['en', 'ru', 'ar'] as const;
const press = (value: string): [string, string] => ['_do', value];

interface Walk {
  readonly say: (key: string) => string;
  readonly owner: Browser;
  readonly architect: Browser;
  readonly second: Browser;
}

const element = /^\/architecture\/elements\/[0-9a-f-]{36}$/;
/** A system of the ministry of health, by its code. The history may still be on its way: relations come last. */
async function systemOf({ say, owner }: Walk, code: string): Promise<string> {
  return eventually(
    'the register to be loaded',
    async () => {
      const list = await owner.get(`${home}/elements?kind=object&owner=XM-HEALTH-MINISTRY&search=${code}`);
      const [path] = list.links(element);
      return path && (await owner.get(path)).text.includes(say('architecture.relations')) && path;
    },
    240,
  );
}

/** Answers how many of a kind of finding there are, as the page counts them. */
function countOf(page: Page, title: string): number {
  const at = page.text.indexOf(title);
  const figure = /\d[\d\s.,\u00a0\u202f٬]*/.exec(page.text.slice(at + title.length))?.[0] ?? '';
  return at < 0 ? 0 : Number(figure.replaceAll(/\D/g, ''));
}

async function changeAndAttest({ say, owner, architect }: Walk, path: string, users: number): Promise<Evidence> {
  const form = await owner.get(`${path}/change`);
  const empty = await owner.submit(form, { from: '', reason: '' });
  must(empty.status === 422, `an empty form is refused: ${empty.status}`);
  const asked = await owner.submit(form, {
    ...{ 'fact-users': String(users), from: '01.06.2026', reason: 'Counted anew' },
  });
  must(asked.text.includes(say('notice.change-asked')), `it is asked for: ${asked.text.slice(0, 400)}`);
  const changes = await architect.get(`${home}/changes?state=asked`);
  const approve = changes
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([, value]) => value.startsWith('approve '));
  must(approve, `the integrator may approve: ${changes.text.slice(0, 400)}`);
  const done = await architect.submit(changes, {}, approve);
  must(done.text.includes(say('notice.change-done')), `it is in force: ${done.text.slice(0, 300)}`);
  const attested = await owner.submit(await owner.get(path), {}, press('attest'));
  must(attested.text.includes(say('notice.element-attested')), `it is attested: ${attested.text.slice(0, 300)}`);
  return { path, users };
}

/** By the one who writes it and another who publishes; one model a language, so that each begins anew. */
async function publishModel({ say, architect, second }: Walk, language: string, at: number): Promise<Evidence> {
  const model = `${home}/models/${['arm', 'drm', 'irm'][at] ?? 'arm'}`;
  await eventually(
    'reference models to be loaded',
    async () => (await architect.get(`${model}?version=2`)).status === 200,
    240,
  );
  const begun = await architect.submit(await architect.get(model), { note: `Next, ${language}` }, press('draft'));
  must(begun.text.includes(say('notice.model-kept')), `a draft is begun: ${begun.text.slice(0, 300)}`);
  const typed = {
    entry: 'N9',
    'title-en': 'New entry',
    'title-ru': 'Новый раздел',
    'title-ar': 'بند جديد',
    maps: 'none-yet',
  };
  const empty = await architect.submit(begun, { ...typed, 'title-en': '' }, press('entry'));
  must(empty.status === 422, `a title is asked for: ${empty.status}`);
  const written = await architect.submit(begun, typed, press('entry'));
  must(
    written.text.includes(say('architecture.model-second')),
    `the writer does not publish: ${written.text.slice(0, 300)}`,
  );
  const seen = await second.get(`${model}?version=3`);
  const published = await second.submit(seen, { from: '31.12.2099' }, press('publish'));
  must(published.text.includes(say('notice.model-kept')), `another one does: ${published.text.slice(0, 300)}`);
  const compared = await second.get(`${model}?version=3&compare=2`);
  must(
    compared.text.includes(say('architecture.model-is-added')),
    `what changed is told: ${compared.text.slice(0, 300)}`,
  );
  return { model };
}
async function addDocument({ say, owner }: Walk, path: string, base: string, language: string): Promise<Evidence> {
  const page = await owner.get(path);
  must(
    page.text.includes(say('architecture.documents')),
    `documents of the stage are told: ${page.text.slice(0, 300)}`,
  );
  const id = path.split('/').at(-1) ?? '';
  const files = [
    ['landscape?as=svg', 'image/svg+xml'],
    [`impact?as=png&id=${id}`, 'image/png'],
  ] as const;
  for (const [address, type] of files) {
    const answer = await fetch(`${base}/api/atlas/pictures/${address}&language=${language}`);
    must(answer.ok && answer.headers.get('content-type')?.startsWith(type), `${address} is a file: ${answer.status}`);
  }
  const report = await fetch(`${base}/api/atlas/report?as=pdf&ownerId=XM-HEALTH-MINISTRY&language=${language}`);
  must(report.ok && report.headers.get('content-type') === 'application/pdf', `the report is a PDF: ${report.status}`);
  return { path };
}

export async function keepArchitecture(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const anybody = new Browser(base);
  let path = '';
  for (const [at, language] of languages.entries()) {
    const enter = async (login: string) => {
      const one = new Browser(base, inLanguage(language));
      await one.signIn(login, 'meridia', home);
      return one;
    };
    const [owner, architect] = [await enter('owner'), await enter('architect')];
    const walk: Walk = { say: wordsOf(language), owner, architect, second: await enter('architect2') };
    await narrator.step(`An owner changes and attests a system, the integrator approves (${language})`, async () => {
      path = await systemOf(walk, 'IS-0075');
      return changeAndAttest(walk, path, 4000 + at);
    });
    await narrator.step(`The register is looked through, a finding is settled and moves (${language})`, async () => {
      const ran = await walk.architect.submit(await walk.architect.get(`${home}/findings`), {}, press('run'));
      must(ran.text.includes(walk.say('notice.analyses-run')), `it ran: ${ran.text.slice(0, 300)}`);
      const title = walk.say('architecture.finding-duplicate-object');
      must(countOf(ran, title) > 0, `duplicates are found: ${ran.text.slice(0, 600)}`);
      const open = await walk.architect.get(`${home}/findings?kind=duplicate-object&state=open`);
      const dismiss = open
        .forms()
        .flatMap(({ buttons }) => buttons)
        .find(([, value]) => value.startsWith('dismissed '));
      must(dismiss, `a finding is open: ${open.text.slice(0, 400)}`);
      const unsaid = await walk.architect.submit(open, {}, dismiss);
      must(unsaid.status === 422, `a reason is asked for: ${unsaid.status}`);
      const id = dismiss[1].split(' ')[1] ?? '';
      const said = await walk.architect.submit(open, { [`note-${id}`]: 'They serve other people' }, dismiss);
      must(said.text.includes(walk.say('notice.finding-settled')), `it is settled: ${said.text.slice(0, 300)}`);
      const settled = await walk.architect.get(`${home}/findings?kind=duplicate-object&state=dismissed`);
      must(settled.text.includes('They serve other people'), `the verdict is kept: ${settled.text.slice(0, 600)}`);
      return { duplicates: countOf(ran, title) };
    });
    await narrator.step(
      `The next version of a reference model is written, published by a second person, and compared (${language})`,
      () => publishModel(walk, language, at),
    );
    await narrator.step(`A document of a system is added, and pictures and reports come as files (${language})`, () =>
      addDocument(walk, path, base, language),
    );
    if (at > 0) continue;
    await look('The architecture, as everybody sees it', anybody, [
      ...[home, `${home}/elements`, `${home}/landscape`, `${home}/quadrants`, `${home}/costs`, `${home}/support`],
      ...[`${home}/loads`, `${home}/roadmap`, `${home}/radar`, `${home}/findings`, path, `${path}/impact?hops=3`],
      ...[`${home}/models`, `${home}/models/brm?compare=1`, `${home}/landscape?by=score`, `${path}/explore`],
    ]);
    await look(
      'The architecture, for its owner',
      walk.owner,
      [path, `${path}/change`, `${home}/new?kind=object`, `${home}/changes`],
      'owner',
    );
    await look('The architecture, for the integrator', walk.architect, [home, `${home}/findings`], 'integrator');
  }
}
