// SPDX-License-Identifier: Apache-2.0
/** `stoa package …`, as an author of packages runs it. */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patient } from '@stoa/kernel/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runPackage } from '../src/package/index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'stoa-package-'));
const limit = { timeout: patient(60_000) };

/** A database of its own, empty: commands make their schemas. */
const circuit = `t${randomBytes(5).toString('hex')}`;
const admin = new pg.Client({ connectionString: process.env.STOA_TEST_DATABASE_URL ?? '' });
beforeAll(async () => {
  await admin.connect();
  await admin.query(`create database ${circuit}`);
  const url = Object.assign(new URL(process.env.STOA_TEST_DATABASE_URL ?? ''), { pathname: `/${circuit}` }).href;
  Object.assign(process.env, { DATABASE_URL: url, STOA_DATA: join(folder, 'data'), STOA_CIRCUIT: circuit });
});
afterAll(async () => {
  await admin.query(`drop database ${circuit} with (force)`);
  for (const name of ['cases', 'catalogue']) await admin.query(`drop role if exists stoa_${circuit}_${name}`);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const take = (text: unknown) => {
    said += String(text);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(take));
  try {
    return { code: await runPackage(args), said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The example of the guides with one text of one of its files changed, or the file taken away. */
async function example(file: string, from: string, to?: string): Promise<string> {
  const own = await mkdtemp(join(folder, 'own-'));
  await cp(join(root, 'docs/examples/address-visit'), own, { recursive: true });
  await change(own, file, from, to);
  return own;
}

async function change(own: string, file: string, from: string, to?: string): Promise<void> {
  const path = join(own, file);
  const before = await readFile(path, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} does not say ${from}`);
  await (to === undefined ? rm(path) : writeFile(path, before.replace(from, to)));
}

test.each(['certificate-from-register', 'permit-with-officer'])(
  'a package from the pattern %s is clean, its scenarios hold, and it is published once',
  limit,
  async (pattern) => {
    const id = `my-${pattern}`;
    expect(await run('new', id, '--from', pattern, '--in', folder)).toMatchObject({ code: 0 });
    const own = join(folder, id);
    expect(await run('lint', own)).toEqual({ code: 0, said: `${id}: no problems\n` });
    const tested = await run('test', own);
    expect(tested).toMatchObject({ code: 0, said: expect.stringMatching(/(\d) of \1 scenarios hold/) });
    expect(tested.said).not.toContain('not come to');
    const published = await run('publish', own);
    expect(published).toMatchObject({
      code: 0,
      said: expect.stringContaining(`${id} is published: new cases get sha256:`),
    });
    expect(await run('publish', own)).toMatchObject({ code: 0, said: expect.stringContaining('was published before') });
    expect(await run('diff', own)).toEqual({ code: 0, said: `${id}: no difference\n` });
    const files = await readdir(own, { recursive: true });
    for (const name of files.filter((one) => one.endsWith('.yaml')))
      expect(await readFile(join(own, name), 'utf8')).toMatch(
        /^# yaml-language-server: \$schema=.*docs\/schemas\/[a-z]+\.schema\.json\n/,
      );
  },
);

test('a new package needs a good id, a known pattern and a free folder', limit, async () => {
  expect(await run('new')).toMatchObject({ code: 2, said: 'Name the id of the new service, such as market-permit.\n' });
  for (const id of ['Market', '1-permit', 'permit_', '../permit', 'permit--b', 'разрешение'])
    expect(await run('new', id, '--in', folder)).toMatchObject({ code: 2, said: expect.stringContaining('is no id') });
  expect(await run('new', 'fair-permit', '--from', 'nothing', '--in', folder)).toMatchObject({
    code: 2,
    said: 'There is no pattern "nothing": choose one of certificate-from-register, permit-with-officer\n',
  });
  await run('new', 'fair-permit', '--in', folder);
  const again = await run('new', 'fair-permit', '--in', folder);
  expect(again).toMatchObject({ code: 2, said: expect.stringContaining('fair-permit is there already') });
});

test('what the command cannot take is said in one line, or with what there is', limit, async () => {
  expect(await run()).toMatchObject({ code: 2, said: expect.stringContaining('Usage: stoa package') });
  expect(await run('toString')).toMatchObject({ code: 2, said: expect.stringContaining('Usage: stoa package') });
  const wrong: [string[], string][] = [
    [['lint', join(folder, 'nowhere')], 'there is no such folder'],
    [['lint', '--country', 'zz'], 'there is no country pack'],
    [['test', '--quickly'], "Unknown option '--quickly'"],
    [['preview'], 'Name the folder of the package.'],
    [['preview', 'a', 'b'], 'one at a time'],
    [['preview', join(root, 'services/work-permit'), '--language', 'fr'], 'choose one of en, ru, kk, uk, ar'],
    [['diff'], 'Name the folder of the draft.'],
    [['publish'], 'Name the folder of the package to publish.'],
    [['migrate'], 'Name the service whose open cases are to move'],
    [['migrate', 'Work permit'], 'is no id of a service'],
    [['migrate', 'work-permit', '--to', 'newer'], '--to: give a version as publish prints it'],
    [['replay'], 'Name the folder of the draft.'],
    [['replay', join(root, 'services/work-permit'), '--cases', 'all'], '--cases: give a number from 1 to 5000'],
  ];
  for (const [args, said] of wrong) {
    const answer = await run(...args);
    expect(answer).toMatchObject({ code: 2, said: expect.stringContaining(said) });
    expect(answer.said.trimEnd().split('\n')).toHaveLength(1);
  }
});

test(
  'each problem is told with its file and what to do, and nothing of such a package is published',
  limit,
  async () => {
    const call = await example('home-visit.bpmn', '', undefined);
    const told = await run('lint', call);
    expect(told.code).toBe(1);
    expect(told.said).toMatch(/process\.bpmn: "Visit the address" .*put the file that has it beside this one/);
    expect(await run('publish', call)).toMatchObject({ code: 1, said: told.said });
    expect(await run('preview', call)).toMatchObject({ code: 1, said: told.said });
    const broken = await run('lint', await example('home-visit.bpmn', '</bpmn:definitions>', ''));
    expect(broken.said).toMatch(/home-visit\.bpmn: the file is no BPMN 2\.0/);
    const comma = await run('lint', await example('texts.yaml', 'en: Book the visit', 'en: Book, the visit'));
    expect(comma.said).toMatch(/texts\.yaml: \/book has "the visit", which does not belong there: .* in quotes/);
    const about = await run('lint', await example('home-visit.bpmn', 'stoa:about="address"', 'stoa:about="adress"'));
    expect(about.said).toMatch(/stoa:about of "visit\.look", `adress`/);
  },
);

test('all packages of a folder are looked at when the folder is named', limit, async () => {
  const { code, said } = await run('lint', join(root, 'docs/examples'));
  expect({ code, said }).toEqual({ code: 0, said: 'address-visit: no problems\n' });
});

test('rows and branches that no scenario comes to are named, and scenarios are written for them', limit, async () => {
  const own = join(folder, 'thin-permit');
  await run('new', 'thin-permit', '--from', 'permit-with-officer', '--in', folder);
  await rm(join(own, 'scenarios/food-too-long.yaml'));
  await rm(join(own, 'scenarios/not-needed.yaml'));
  const thin = await run('test', own, '--write');
  expect(thin.code).toBe(0);
  expect(thin.said).toContain('rows of tables: 2 of 5 by scenarios, 3 more by generated ones');
  expect(thin.said).toContain('branches of the process: 1 of 2 by scenarios, 1 more by generated ones');
  expect(thin.said).toMatch(/generated: decision\.dmn decision-not-needed .*answers\.activity = "other"/);
  const full = await run('test', own);
  expect(full.said).toContain('rows of tables: 5 of 5 by scenarios');
  expect(await run('lint', own)).toMatchObject({ code: 0 });
});

test('a scenario that does not come true is told, with what came out', limit, async () => {
  await run('new', 'dear-permit', '--from', 'permit-with-officer', '--in', folder);
  const own = join(folder, 'dear-permit');
  await change(own, 'scenarios/granted.yaml', 'fee: 2000', 'fee: 1');
  expect(await run('test', own)).toMatchObject({
    code: 1,
    said: expect.stringContaining('dear-permit/scenarios/granted.yaml: expects fee 1 but it is 2000'),
  });
});

test('a draft is shown with its pages, fees, terms and process, and as one file', limit, async () => {
  const shown = await run('preview', join(root, 'services/work-permit'));
  expect(shown.code).toBe(0);
  for (const text of [
    'Work permit',
    'Pages',
    'Fees',
    'decided within',
    'Process',
    'labour.permit-officer: grant refuse',
  ])
    expect(shown.said).toContain(text);
  const html = join(folder, 'preview.html');
  expect(await run('preview', join(root, 'services/work-permit'), '--language', 'ar', '--html', html)).toMatchObject({
    code: 0,
  });
  const page = await readFile(html, 'utf8');
  expect(page).toContain('<html lang="ar" dir="rtl">');
  expect(page).toMatch(/<svg [^]*<polyline /);
});

test('a draft beside another says what differs, and what that means for open cases', limit, async () => {
  await run('new', 'stall-permit', '--from', 'permit-with-officer', '--in', folder);
  const [before, after] = [join(folder, 'stall-permit'), join(folder, 'changed', 'stall-permit')];
  await cp(before, after, { recursive: true });
  expect(await run('diff', after, '--against', before)).toEqual({ code: 0, said: 'stall-permit: no difference\n' });
  await change(after, 'fee.dmn', '2000', '2500');
  await change(after, 'service.yaml', 'deadlineWorkingDays: 10', 'deadlineWorkingDays: 15');
  await change(after, 'pages.yaml', 'en: First day', 'en: From which day');
  for (const name of ['granted', 'not-needed']) await change(after, `scenarios/${name}.yaml`, 'fee: 2000', 'fee: 2500');
  for (const [file, texts] of [
    ['process.bpmn', ['"review"', '"examine"']],
    ['texts.yaml', ['  review:', '  examine:']],
  ] as const) {
    const path = join(after, file);
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replaceAll(...(texts as [string, string])).replaceAll('>review<', '>examine<'),
    );
  }
  const { code, said } = await run('diff', after, '--against', before);
  expect(code).toBe(0);
  expect(said).toMatch(/Fees\n {2}~ fee\.dmn fee-short: <= 12 ⇒ 2000 .* → <= 12 ⇒ 2500/);
  expect(said).toContain('~ working days until the decision: 10 → 15');
  expect(said).toContain('First day');
  expect(said).toContain('those at "Review and decide" (review) stay: the step is gone');
  expect(await run('diff', after)).toMatchObject({ code: 1, said: expect.stringContaining('is not published yet') });
});

test(
  'a package of regions is shown and compared with its level, its territory and the terms of each',
  limit,
  async () => {
    const building = join(root, 'services/building-permit');
    const { said: shown } = await run('preview', building);
    for (const words of ['municipal service; regions: all', 'River Delta: 18 working days', 'Coast: 15 working days'])
      expect(shown).toContain(words);
    const after = await mkdtemp(join(folder, 'regions-'));
    await cp(building, after, { recursive: true });
    await change(after, 'deadline.dmn', '<text>15</text>', '<text>14</text>');
    await change(after, 'service.yaml', 'level: municipal', 'level: regional');
    await change(after, 'scenarios/all-agree-coast.yaml', 'days: 15', 'days: 14');
    const { said } = await run('diff', after, '--against', building);
    const [, terms = ''] = said.split('Terms');
    expect(terms).toContain('deadline.dmn deadline-coast');
    for (const words of ['municipal', 'regional']) expect(said.split('Terms')[0]).toContain(words);
  },
);

test('with no case there is nothing to move and nothing to replay', limit, async () => {
  await run('new', 'quiet-permit', '--from', 'permit-with-officer', '--in', folder);
  expect(await run('migrate', 'quiet-permit')).toMatchObject({
    code: 1,
    said: expect.stringContaining('no such service'),
  });
  await run('publish', join(folder, 'quiet-permit'));
  expect(await run('migrate', 'quiet-permit', '--dry-run')).toMatchObject({
    code: 0,
    said: expect.stringContaining('0 could move, 0 stay'),
  });
  expect(await run('replay', join(folder, 'quiet-permit'))).toMatchObject({
    code: 0,
    said: expect.stringContaining('0 decided cases'),
  });
});
