// SPDX-License-Identifier: Apache-2.0
/** The head of a ministry is away: two people put a substitute on the post, who resolves what waits, as substitute. */
import pg from 'pg';
import { Browser, decode, type Page, textOf } from './browser.ts';
import { day } from './days.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const ministry = 'XM-LABOUR-MINISTRY';
const away = { post: 'Minister or deputy', name: 'Yerlan Zhumagulov' } as const;
const stand = { login: 'executor', name: 'Anna Litvin' } as const;
const reason = 'Annual leave of the minister';

interface People {
  /** They give duties: one asks, the other decides. */
  readonly grantor: Browser;
  readonly operator: Browser;
  readonly clerk: Browser;
  readonly substitute: Browser;
}

/** The form that puts somebody on the post of who is away, among those of the same title. */
export async function substituteForm(
  grantor: Browser,
): Promise<{ form: string; empty: Page; holder: string } | undefined> {
  const page = await grantor.get(`/organisations/${ministry}`);
  const links = [...page.html.matchAll(/<a\s[^>]*href="([^"]*kind=holding[^"]*)"[^>]*>([\s\S]*?)<\/a>/g)];
  for (const [, href] of links.filter(([, , words]) => textOf(words ?? '').endsWith(`– ${away.post}`))) {
    const form = decode(href ?? '');
    const empty = await grantor.get(form);
    const holder = new RegExp(`<option[^>]*value="([^"]+)"[^>]*>\\s*${away.name}`).exec(empty.html)?.[1];
    if (holder) return { form, empty, holder };
  }
  return undefined;
}

/** Answers the address of the form. */
async function askForSubstitute({ grantor, operator }: People): Promise<Evidence & { form: string }> {
  const { form, empty, holder } = await eventually('the form for the post on the page of the ministry', () =>
    substituteForm(grantor),
  );
  const filled = { as: 'substitute', forId: holder, why: reason, from: day(0), until: day(14), reason };
  const found = await grantor.submit(empty, { ...filled, personWords: 'Litvin' }, ['_search', 'person']);
  must(found.text.includes(stand.name), `a search finds who stands in: ${found.text.slice(0, 300)}`);
  const turned = await grantor.submit(found, { ...filled, until: day(-14) });
  must(turned.status === 422, `dates turned round are refused at the form, not ${turned.status}`);
  const asked = await grantor.submit(turned, filled);
  must(asked.path === '/administration/changes', `it is asked for: ${asked.text.slice(0, 300)}`);
  const press = pressed(asked, 'approve');
  const alone = await grantor.submit(asked, {}, press);
  must(alone.status === 403, `who asked does not decide: ${alone.status}`);
  const decided = await operator.submit(await operator.get('/administration/changes'), {}, press);
  must(decided.status === 200, `a second person decides: ${decided.text.slice(0, 300)}`);
  return { form, turnedRound: turned.status, byOneself: alone.status };
}

/** The newest change of which this can be made. */
export function pressed(page: Page, what: 'approve' | 'undo'): [string, string] {
  const button = page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([, value]) => value.startsWith(`${what} `));
  must(button, `a change on the page can be pressed: ${what}`);
  return button;
}

/** Answers the path of the letter. */
async function resolveAsSubstitute({ clerk, substitute }: People): Promise<Evidence & { path: string }> {
  const entered = await clerk.submit(await clerk.get('/documents/new?kind=incoming'), {
    subject: `Matter ${Date.now() % 1e8}: hours of work in summer`,
    correspondents: 'XM-INTERIOR-MINISTRY',
    theirNumber: `№ 7/${Date.now() % 1e8}`,
    theirDate: '6 May 2026',
  });
  const { path } = await clerk.submit(entered, {}, ['_do', 'register']);
  await substitute.signIn(stand.login, 'meridia', '/documents');
  await eventually('the letter on the desk of who stands in', async () =>
    (await substitute.get('/documents/desk?kind=resolve')).links(/^\/documents\//).includes(path),
  );
  const asked = await substitute.get(`${path}/resolve`);
  const looked = asked.forms().some(({ names }) => names.has('_find.responsible'));
  const form = looked
    ? await substitute.submit(asked, { '_find.responsible': 'Clerk' }, ['_find', 'responsible'])
    : asked;
  const responsible =
    /<option\b[^>]*value="([0-9a-f-]{36})"/.exec(form.html)?.[1] ??
    /type="radio"[^>]*value="([0-9a-f-]{36})"/.exec(form.html)?.[1] ??
    '';
  const text = 'Look into the hours of work';
  const given = await substitute.submit(form, { text, responsible }, ['_do', 'give']);
  must(given.text.includes(text), `the resolution stands at the document: ${given.text.slice(0, 300)}`);
  const says = `${stand.name} (substitute for ${away.name})`;
  const { text: seen } = await clerk.get(path);
  const history = seen.slice(seen.lastIndexOf('What happened'));
  must(history.includes(says), `what happened says as what they acted: ${history.slice(0, 500)}`);
  return { path, says };
}

/** Undone within the hour: the demo is as it was, and the right is gone at once. */
async function comeBack({ operator, substitute }: People, path: string): Promise<Evidence> {
  const all = await operator.get('/administration/changes?show=all');
  await operator.submit(all, {}, pressed(all, 'undo'));
  const refused = await eventually('the end of the right to resolve', async () => {
    const desk = await substitute.get('/documents/desk?kind=resolve');
    const page = await substitute.get(`${path}/resolve`);
    return !desk.links(/^\/documents\//).includes(path) && (page.path === path || page.status === 404) && page;
  });
  return { status: refused.status };
}

async function audited(databaseUrl: string, path: string): Promise<Evidence> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ capacity: Record<string, string> }>(
      `select capacity from execution.audit where action = 'execution.resolution-given' and object_id = $1`,
      [path.split('/').at(-1)],
    );
    const capacity = rows[0]?.capacity ?? {};
    must(capacity.as === 'substitute', `the audit says as what: ${JSON.stringify(capacity)}`);
    must(capacity.inPlaceOf === away.name, `the audit says in whose place: ${JSON.stringify(capacity)}`);
    return capacity;
  } finally {
    await client.end();
  }
}

export async function goOnLeave(
  {
    base,
    databaseUrl,
    grantor,
    operator,
  }: { base: string; databaseUrl: string } & Pick<People, 'grantor' | 'operator'>,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const people: People = { grantor, operator, clerk: new Browser(base), substitute: new Browser(base) };
  await people.clerk.signIn('clerk', 'meridia', '/documents');
  let form = '';
  await narrator.step('A head goes on leave: one official names a substitute, another confirms', async () => {
    const { form: address, ...evidence } = await askForSubstitute(people);
    form = address;
    return evidence;
  });
  await look('The form that names a substitute', grantor, [form, '/administration/changes?show=all'], 'leave');
  let path = '';
  await narrator.step('The substitute resolves what waits, and the document says as what', async () => {
    const done = await resolveAsSubstitute(people);
    path = done.path;
    return done;
  });
  if (databaseUrl) await narrator.step('The audit says it, too', () => audited(databaseUrl, path));
  await look('A document resolved by a substitute', people.substitute, ['/documents/desk', path], 'substitute');
  await narrator.step('The leave is undone, and the right to resolve ends at once', () => comeBack(people, path));
}
