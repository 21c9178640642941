// SPDX-License-Identifier: Apache-2.0
/** A bad candidate of each kind, and what two may allow. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { certifying, changed } from './world.ts';

const { b, certifier, lawyer, adopt, submit, run, report, signLaw, certify } = await certifying();
await adopt(certifier);
await adopt(lawyer);
const bad = async (id: string, suite: contract.Suite, clause: string) =>
  (await report(id, suite)).checks.find((check) => check.clause === clause);

test('a candidate whose example does not come true is stopped by the functional suite', async () => {
  const id = await submit(
    await changed({ 'scenarios/for-a-bank.yaml': (text) => text.replace('XM-INTERIOR-MINISTRY', 'XM-01-LABOUR') }),
  );
  expect(await run(id, 'functional')).toMatchObject([{ state: 'failed', defects: { A: 1 } }]);
  expect(await bad(id, 'functional', '4.2')).toMatchObject({
    result: 'bad',
    defect: 'A',
    evidence: [expect.stringContaining('expects office')],
  });
});

test('a candidate that must carry more than its rules can is stopped by the load suite, and one that declares nothing', async () => {
  const many = await submit(await changed({ 'load.yaml': (text) => text.replace('100000', '100000000000000') }));
  expect(await run(many, 'load')).toMatchObject([{ state: 'failed' }]);
  expect(await bad(many, 'load', '5.2')).toMatchObject({
    result: 'bad',
    evidence: [expect.stringContaining('one processor')],
  });
  const none = await submit(await changed({ 'load.yaml': () => '# nothing\n' }));
  await run(none, 'load');
  expect(await bad(none, 'load', '5.1')).toMatchObject({ result: 'bad', defect: 'A' });
});

test('a candidate whose messages name personal data, or whose questions take a megabyte, is stopped by the safety suite', async () => {
  const id = await submit(
    await changed({
      'notifications.yaml': (text) => text.replace('Request {number} received', 'Request of {answers.snils}'),
      'data.schema.json': (text) => text.replace('"enum": ["bank", "school", "employer", "other"], ', ''),
    }),
  );
  expect(await run(id, 'safety')).toMatchObject([{ state: 'failed' }]);
  expect(await bad(id, 'safety', '6.4')).toMatchObject({
    defect: 'A',
    evidence: [expect.stringContaining('answers.snils')],
  });
  expect(await bad(id, 'safety', '6.2')).toMatchObject({ defect: 'A', evidence: ['purpose takes 1000000 characters'] });
});

test('a candidate with a text missing in one language is stopped by the interface suite', async () => {
  const id = await submit(await changed({ 'service.yaml': (text) => text.replace(/^ {2}ar: شهادة موقعة.*\n/m, '') }));
  expect(await run(id, 'interface')).toMatchObject([{ state: 'failed' }]);
  expect(await bad(id, 'interface', '7.1')).toMatchObject({ evidence: [expect.stringContaining('missing in ar')] });
});

test('a candidate that rests on no article of the register is stopped by the legal suite', async () => {
  const id = await submit(
    await changed({ 'service.yaml': (text) => text.replace('Population Register Act of Meridia, ru', 'Lost Act, ru') }),
  );
  expect(await run(id, 'legal')).toMatchObject([{ state: 'failed' }]);
  expect(await bad(id, 'legal', '8.1')).toMatchObject({ defect: 'A', evidence: [expect.stringContaining('Lost Act')] });
  await expect(signLaw(id)).rejects.toMatchObject({ code: 'certification.law-not-passed' });
  await expect(
    b.call(contract.allowException, { id, suite: 'legal', reason: 'It is in a hurry', until: '2031-04-01' }, certifier),
  ).rejects.toMatchObject({ code: 'certification.exception-impossible' });
});

test('defects of class B are allowed by two until a day, and the certificate ends on it', async () => {
  const long = Array.from({ length: 600 }, (_, n) => `word${n}`).join(' ');
  const id = await submit(
    await changed({
      'service.yaml': (text) =>
        text.replace(
          'A signed certificate of your registered address, at once and free of charge.',
          `${long}. ${long}. ${long}.`,
        ),
    }),
  );
  const runs = await run(id);
  expect(runs.find(({ suite }) => suite === 'interface')).toMatchObject({ state: 'failed', defects: { A: 0, B: 1 } });
  await signLaw(id);
  const allow = (who: typeof certifier, until = '2031-05-01') =>
    b.call(contract.allowException, { id, suite: 'interface', reason: 'The text is mended in May', until }, who);
  await expect(allow(certifier, '2031-03-05')).rejects.toMatchObject({ code: 'certification.days-wrong' });
  expect(await allow(certifier)).toEqual({ id, persons: 1 });
  expect(await allow(certifier)).toEqual({ id, persons: 1 });
  await expect(certify(id)).rejects.toMatchObject({ code: 'certification.suites-missing' });
  expect(await allow(lawyer, '2031-04-15')).toEqual({ id, persons: 2 });
  const number = await certify(id);
  expect(await b.call(contract.getCertificate, { number })).toMatchObject({ state: 'valid', until: '2031-04-15' });
});
