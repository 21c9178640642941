// SPDX-License-Identifier: Apache-2.0
/** A new version of a service beside the cases of the earlier ones. */
import { publishPackage } from '@stoa/catalogue/contract';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { changePackage, ownPackage, titled } from './own-package.ts';
import { permitBench } from './permit-bench.ts';

const services = await ownPackage({});
const permit = await permitBench({ STOA_SERVICES: services });
const { b, officer } = permit;
const commandLine = { kind: 'service', id: 'command-line' } as const;
const serviceId = 'work-permit';
const plan = (version?: string) =>
  b.call(contract.planMoves, { serviceId, ...(version ? { version } : {}) }, commandLine);

async function publish(): Promise<string> {
  const folder = join(services, serviceId);
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = await Promise.all(
    names.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), (await readFile(path)).toString('base64')] as const;
    }),
  );
  return (await b.call(publishPackage, { files: Object.fromEntries(files) }, commandLine)).version;
}
const fees = async (): Promise<Record<string, string>> => {
  const read = (name: string) => readFile(join(services, serviceId, `${name}.dmn`), 'utf8');
  return { fee: await read('fee'), decision: await read('decision') };
};

test('a draft that says the same changes nothing; another fee and another rule show where they differ, without a name', async () => {
  const { id, taskId } = await permit.claimed();
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  await b.drain();
  const tables = await fees();
  const replay = (decisions: Record<string, string>) =>
    b.call(contract.replayRules, { serviceId, decisions, cases: 10 }, commandLine);
  const [{ number } = { number: '' }] = await b.sql<{ number: string }>('select number from case_file where id = $1', [
    id,
  ]);
  const same = await replay(tables);
  expect(same).toMatchObject({
    looked: 1,
    against: 0,
    unanswered: 0,
    outcomes: [{ was: 'grant', would: 'grant', count: 1 }],
  });
  const fee = String(same.fees[0]?.was);
  const dearer = await replay({
    ...tables,
    fee: (tables.fee ?? '').replaceAll(`<text>${fee}</text>`, '<text>99</text>'),
  });
  expect(dearer.fees).toEqual([{ was: fee, would: '99', count: 1, numbers: [number] }]);
  const stricter = await replay({ ...tables, decision: (tables.decision ?? '').replaceAll('"grant"', '"refuse"') });
  expect(stricter.outcomes).toEqual([{ was: 'grant', would: 'refuse', count: 1, numbers: [number] }]);
  expect(JSON.stringify([same, dearer, stricter])).not.toMatch(/Sharma|Rahul|14567890105/);
  const broken = await replay({ fee: '<definitions/>', decision: tables.decision ?? '' });
  expect(broken).toMatchObject({ unanswered: 1, fees: [] });
});

test('an open case may move while its step is there, and is moved once, by whoever has the installation', async () => {
  const { id } = await permit.claimed();
  await changePackage(services, {
    'service.yaml': (text) => text.replace(/deadlineWorkingDays: \d+/, 'deadlineWorkingDays: 33'),
  });
  const version = await publish();
  const { items } = await plan();
  expect(items).toMatchObject([{ id, faults: [] }]);
  expect(await b.call(contract.moveCase, { id, version }, commandLine)).toEqual({ version });
  expect((await plan()).items).toEqual([]);
  const moved = "select count(*)::integer as count from history where case_id = $1 and kind = 'version-changed'";
  expect(await b.call(contract.moveCase, { id, version }, commandLine)).toEqual({ version });
  expect(await b.sql(moved, [id])).toEqual([{ count: 1 }]);
});

test('a case stays where its step is gone, or an answer is missing, with the reason; nothing of it is changed', async () => {
  const { id } = await permit.claimed();
  await changePackage(services, {
    'process.bpmn': (text) => text.replaceAll('"review"', '"examine"').replaceAll('review-shape', 'examine-shape'),
    'texts.yaml': titled('examine'),
    'data.schema.json': (text) =>
      text
        .replace('"required": [', '"required": ["nickname", ')
        .replace(
          '"properties": {',
          '"properties": {\n    "nickname": { "type": "string", "maxLength": 40, "x-concept": "worker.nickname", "x-source": { "kind": "typed" } },',
        ),
    'pages.yaml': (text) =>
      text
        .replace('fields: [contactEmail, contactPhone]', 'fields: [contactEmail, contactPhone, nickname]')
        .replace('\nfields:\n', '\nfields:\n  nickname:\n    label: { en: N, ru: N, kk: N, uk: N, ar: N }\n'),
    'scenarios/granted-engineer.yaml': (text) => text.replace('months: 24,', 'months: 24, nickname: Raj,'),
    'scenarios/no-place.yaml': (text) => text.replace('months: 12,', 'months: 12, nickname: Raj,'),
    'scenarios/refused-tax-debt.yaml': (text) => text.replace('months: 12,', 'months: 12, nickname: Raj,'),
  });
  const version = await publish();
  const before = await b.sql('select version, revision from case_file where id = $1', [id]);
  const found = (await plan()).items.find((item) => item.id === id);
  expect(found?.faults).toEqual([
    expect.stringContaining('the new plan has no "review"'),
    '"nickname" must be answered in the new version, and nobody has',
  ]);
  await expect(
    b.call(contract.moveCase, { id, version, steps: { review: 'examine' } }, commandLine),
  ).rejects.toMatchObject({
    code: 'cases.move-impossible',
    message: '"nickname" must be answered in the new version, and nobody has',
  });
  expect(await b.sql('select version, revision from case_file where id = $1', [id])).toEqual(before);
});

test('plans and replays are for the command line: an officer may not, and an unknown service or version is refused', async () => {
  await expect(b.call(contract.planMoves, { serviceId }, officer)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.replayRules, { serviceId, decisions: {}, cases: 1 }, officer)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await expect(b.call(contract.planMoves, { serviceId: 'no-such' }, commandLine)).rejects.toMatchObject({
    code: 'catalogue.service-unknown',
  });
  await expect(plan(`sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 'catalogue.version-unknown' });
});
