// SPDX-License-Identifier: Apache-2.0
import { getPackage } from '@stoa/catalogue/contract';
import { newId } from '@stoa/kernel';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { certifying, good, ministry, sha256Of } from './world.ts';

const world = await certifying();
const { b, sealed, designer, certifier, second, lawyer, auditor, adopt, submit, get, run, signLaw, certify } = world;
const nobody = b.person({ duties: ['quality.analyst'] });
const stranger = b.person({ duties: ['certification.applicant'], organisationId: 'XM-HEALTH-MINISTRY' });

test('nothing is run before two persons have signed the regulation by its digest', async () => {
  const id = await submit(await good());
  const all = { id, suites: [...contract.suites] };
  await expect(b.call(contract.runSuites, all, certifier)).rejects.toMatchObject({
    code: 'certification.regulation-not-in-force',
  });
  await expect(b.call(contract.adoptRegulation, { sha256: sha256Of('other words') }, certifier)).rejects.toMatchObject({
    code: 'certification.regulation-other',
  });
  expect(await adopt(certifier)).toMatchObject({ inForce: false });
  expect(await adopt(certifier)).toMatchObject({ inForce: false });
  expect(await adopt(lawyer)).toMatchObject({ inForce: true });
  expect(await b.call(contract.getRegulation, {})).toMatchObject({
    ...{ number: 'CR-1', inForce: true, signatures: [{ name: 'Dinara Certifier' }, { name: 'Taras Lawyer' }] },
  });
  await b.call(contract.withdrawCandidate, { id }, designer);
});

test('a good candidate passes five suites, the law is signed, and the certificate is sealed by digest', async () => {
  const id = await submit(await good());
  const runs = await run(id);
  expect(runs.map(({ suite, state }) => [suite, state])).toEqual(contract.suites.map((suite) => [suite, 'passed']));
  expect((await get(id)).missing).toEqual([{ clause: '8.5', suite: 'legal' }]);
  await expect(b.call(contract.decideCandidate, { id, certify: true }, certifier)).rejects.toMatchObject({
    code: 'certification.suites-missing',
  });
  await signLaw(id);
  const number = await certify(id);
  const found = await b.call(contract.getCertificate, { number });
  expect(found).toMatchObject({ state: 'valid', sealed: true, intact: true, kind: 'tested', sealSerial: '42' });
  expect(found.sha256).toBe(sha256Of(found.statement));
  const said = JSON.parse(found.statement) as Record<string, unknown>;
  expect(said).toMatchObject({
    certificate: number,
    service: 'address-certificate',
    version: found.version,
    regulation: 'CR-1 1.0',
  });
  expect(sealed).toContain(`certificate:${number}`);
  expect(await b.sql('select valid from catalogue.certified where version = $1', [found.version])).toEqual([
    { valid: true },
  ]);
  const file = await fetch(`${b.platform.url}/api/certification/certificates/${number}/container.asice`);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/vnd.etsi.asic-e+zip']);
  expect((await get(id, designer)).certificate).toBe(number);
});

test('two who bring the same version at once have one candidate; what is no package has none', async () => {
  const files = await good();
  const both = await Promise.allSettled([submit(files), submit(files)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(submit(files)).rejects.toMatchObject({ code: 'certification.candidate-there' });
  await expect(submit({ 'service.yaml': Buffer.from('id: x').toString('base64') })).rejects.toMatchObject({
    code: 'certification.package-unreadable',
  });
});

test('a package comes as a ZIP of its folder; anything else is refused', async () => {
  const files = await good();
  const packed = zipSync(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`folder/${path}`, Buffer.from(text, 'base64')])),
  );
  const send = (bytes: Uint8Array) =>
    b.call(
      contract.submitCandidate,
      { organisationId: ministry, archive: Buffer.from(bytes).toString('base64') },
      designer,
    );
  const { id } = await send(packed);
  expect((await get(id)).serviceId).toBe('address-certificate');
  const wrong = { code: 'certification.archive-wrong' };
  await expect(send(Buffer.from('no zip'))).rejects.toMatchObject(wrong);
  await expect(send(zipSync({ 'readme.txt': Buffer.from('x') }))).rejects.toMatchObject(wrong);
  await expect(send(zipSync({ 'service.yaml': Buffer.alloc(9_000_000) }))).rejects.toMatchObject(wrong);
});

test('a refusal has a reason and is appealed once; who refused does not decide again, nor who brought it', async () => {
  const id = await submit(await good());
  const say = (who: typeof certifier, reason?: string) =>
    b.call(contract.decideCandidate, { id, certify: false, ...(reason ? { reason } : {}) }, who);
  await expect(say(certifier)).rejects.toMatchObject({ code: 'certification.reason-missing' });
  await say(certifier, 'The texts are not plain');
  expect(await get(id)).toMatchObject({ state: 'refused', reason: 'The texts are not plain' });
  const appeal = () => b.call(contract.appealRefusal, { id, reason: 'They are plain enough' }, designer);
  await appeal();
  await expect(say(certifier, 'They still are not')).rejects.toMatchObject({ code: 'certification.same-person' });
  await say(second, 'They are not indeed');
  await expect(appeal()).rejects.toMatchObject({ code: 'certification.appeal-late' });
  await expect(say(second, 'Once more')).rejects.toMatchObject({ code: 'certification.candidate-not-so' });
  const both = b.person({
    duties: [
      { code: 'certification.applicant', organisationId: ministry },
      { code: 'certification.certifier', organisationId: ministry },
    ],
  });
  const own = await b.call(contract.submitCandidate, { organisationId: ministry, files: await good() }, both);
  await expect(
    b.call(contract.decideCandidate, { id: own.id, certify: false, reason: 'It is my own' }, both),
  ).rejects.toMatchObject({
    code: 'certification.own-candidate',
  });
  const late = await submit(await good());
  await b.call(contract.decideCandidate, { id: late, certify: false, reason: 'Not plain' }, certifier);
  b.clock.advance({ days: 31 });
  await expect(b.call(contract.appealRefusal, { id: late, reason: 'It is plain' }, designer)).rejects.toMatchObject({
    code: 'certification.appeal-late',
  });
});

test('a refusal cannot be appealed while the same version is under way anew', async () => {
  const files = await good();
  const id = await submit(files);
  await b.call(contract.decideCandidate, { id, certify: false, reason: 'Not plain' }, certifier);
  await submit(files);
  await expect(b.call(contract.appealRefusal, { id, reason: 'It is plain' }, designer)).rejects.toMatchObject({
    code: 'certification.candidate-there',
  });
});

test('a suite is stopped and run again; what is over is not stopped; one under way is not queued twice', async () => {
  const id = await submit(await good());
  expect(await b.call(contract.runSuites, { id, suites: ['safety', 'safety'] }, certifier)).toEqual({ id, queued: 1 });
  expect(await b.call(contract.runSuites, { id, suites: ['safety'] }, certifier)).toEqual({ id, queued: 0 });
  const [first] = (await get(id)).runs;
  await b.call(contract.stopSuite, { id: first?.id ?? '' }, certifier);
  await b.drain();
  expect((await get(id)).runs).toMatchObject([{ state: 'stopped' }]);
  await expect(b.call(contract.stopSuite, { id: first?.id ?? '' }, certifier)).rejects.toMatchObject({
    code: 'certification.run-over',
  });
  expect(await run(id, 'safety')).toMatchObject([{ state: 'passed' }]);
});

test('a run whose process was killed is taken over when its lease is over, and ends once', async () => {
  const id = await submit(await good());
  await b.call(contract.runSuites, { id, suites: ['legal'] }, certifier);
  const claim = newId();
  // As a process leaves it that was killed in the middle.
  await b.sql(
    `update certification.suite_run set state = 'running', claim = $2, lease_until = $3 where candidate_id = $1`,
    [id, claim, new Date(b.clock.now().getTime() + 30_000)],
  );
  await b.drain();
  expect((await get(id)).runs).toMatchObject([{ suite: 'legal', state: 'running' }]);
  b.clock.advance({ seconds: 66 });
  await b.drain();
  expect((await get(id)).runs).toMatchObject([{ suite: 'legal', state: 'passed' }]);
  expect(await b.sql('select count(*) as n from certification.suite_run where candidate_id = $1', [id])).toEqual([
    { n: '1' },
  ]);
});

test('an article that ends reopens the certificate; the law is run and signed anew', async () => {
  const { id, number } = await world.certified(await good());
  const citation = 'Population Register Act of Meridia, Article 7';
  const set = (until?: string) =>
    b.call(contract.setArticle, { citation, from: '2020-01-01', ...(until ? { until } : {}) }, lawyer);
  await expect(set('2019-01-01')).rejects.toMatchObject({ code: 'certification.days-wrong' });
  await set('2031-12-31');
  expect(await b.call(contract.getCertificate, { number })).toMatchObject({ state: 'valid' });
  b.clock.set(new Date('2032-01-01T09:00:00Z'));
  await b.drain();
  const { version } = await b.call(contract.getCertificate, { number });
  expect(await b.call(contract.getCertificate, { number })).toMatchObject({ state: 'reopened', reason: citation });
  expect(await b.sql('select valid from catalogue.certified where version = $1', [version])).toEqual([
    { valid: false },
  ]);
  expect((await get(id)).missing).toEqual([
    { clause: '9.1', suite: 'legal' },
    { clause: '8.5', suite: 'legal' },
  ]);
  expect(await run(id, 'legal')).toContainEqual(expect.objectContaining({ suite: 'legal', state: 'failed' }));
  await set();
  await run(id, 'legal');
  await signLaw(id);
  expect(await b.call(contract.getCertificate, { number: await certify(id) })).toMatchObject({
    state: 'valid',
    version,
  });
  const { items } = await b.call(contract.listArticles, { search: 'Population Register' }, auditor);
  expect(items).toContainEqual(expect.objectContaining({ citation, notedBy: 'Taras Lawyer' }));
});

test('packages that came along have certificates already; one that is withdrawn stays so', async () => {
  const { items } = await b.call(contract.listCertificates, { service: 'work-permit' });
  expect(items).toMatchObject([{ kind: 'shipped', state: 'valid', sealed: true }]);
  const number = items[0]?.number ?? '';
  await b.call(contract.withdrawCertificate, { number, reason: 'A fault was found' }, certifier);
  await expect(b.call(contract.withdrawCertificate, { number, reason: 'Once more' }, certifier)).rejects.toMatchObject({
    code: 'certification.certificate-not-valid',
  });
  b.clock.advance({ hours: 1 });
  await b.drain();
  expect((await b.call(contract.listCertificates, { service: 'work-permit' })).items).toMatchObject([
    { state: 'withdrawn' },
  ]);
  expect((await b.call(getPackage, { id: 'work-permit' }, { kind: 'service', id: 'cases' })).serviceId).toBe(
    'work-permit',
  );
});

test('an applicant follows their own candidates alone; who has no duty sees and does nothing', async () => {
  const id = await submit(await good());
  const list = async (who: typeof designer) =>
    (await b.call(contract.listCandidates, { limit: 100 }, who)).items.map((one) => one.id);
  expect(await list(designer)).toContain(id);
  expect(await list(auditor)).toContain(id);
  expect(await list(stranger)).toEqual([]);
  const [first] = await run(id, 'safety');
  const runId = first?.id ?? '';
  const until = '2033-01-01';
  const reason = 'Some reason';
  const forbidden = [
    () => get(id, stranger),
    () => b.call(contract.getReport, { id: runId }, stranger),
    async () => b.call(contract.submitCandidate, { organisationId: ministry, files: await good() }, stranger),
    () => b.call(contract.withdrawCandidate, { id }, stranger),
    () => b.call(contract.appealRefusal, { id, reason }, stranger),
    ...[nobody, designer, lawyer].flatMap((who) => [
      () => b.call(contract.runSuites, { id, suites: ['safety'] }, who),
      () => b.call(contract.stopSuite, { id: runId }, who),
      () => b.call(contract.decideCandidate, { id, certify: false, reason }, who),
      () => b.call(contract.withdrawCertificate, { number: 'CR-000001', reason }, who),
    ]),
    ...[nobody, designer, certifier].flatMap((who) => [
      () => b.call(contract.signLaw, { id, runId }, who),
      () => b.call(contract.setArticle, { citation: 'Some Act', from: '2020-01-01' }, who),
    ]),
    ...[nobody, designer].flatMap((who) => [
      () => b.call(contract.allowException, { id, suite: 'safety', reason, until }, who),
      () => adopt(who),
    ]),
    () => b.call(contract.listCandidates, {}, nobody),
    () => b.call(contract.listArticles, {}, nobody),
    () => b.call(contract.listReleases, {}, nobody),
    () => b.call(contract.enterDemoCertification, { signatures: [], candidates: [] }, certifier),
  ];
  for (const act of forbidden) await expect(act()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('what is not there is refused by name', async () => {
  const id = newId();
  const missing = (code: string) => ({ kind: 'missing', code });
  await expect(get(id)).rejects.toMatchObject(missing('certification.candidate-unknown'));
  await expect(b.call(contract.stopSuite, { id }, certifier)).rejects.toMatchObject(
    missing('certification.run-unknown'),
  );
  await expect(b.call(contract.getReport, { id }, certifier)).rejects.toMatchObject(
    missing('certification.run-unknown'),
  );
  await expect(b.call(contract.getCertificate, { number: 'CR-999999' })).rejects.toMatchObject(
    missing('certification.certificate-unknown'),
  );
});
