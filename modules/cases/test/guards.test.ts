// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { inn, permitBench, startsOn, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b, world, aigerim } = permit;
const refusedWith = (code: string) => expect.objectContaining({ code });

test('who applies must be of the audience, and signed in strongly enough', async () => {
  const start = (who: Parameters<typeof b.person>[0]) =>
    b.call(contract.startDraft, { serviceId: 'work-permit', language: 'en' }, b.person(who));
  await expect(start({ snils: '11223344595' })).rejects.toEqual(refusedWith('cases.audience-wrong'));
  await expect(start({ assurance: 1, actingFor: { kind: 'organisation', id: inn, name: 'S' } })).rejects.toEqual(
    refusedWith('cases.assurance-low'),
  );
  await expect(start({ assurance: 0 })).rejects.toMatchObject({ kind: 'forbidden' });
  const nothing = b.call(contract.startDraft, { serviceId: 'nothing', language: 'en' }, aigerim);
  await expect(nothing).rejects.toEqual(refusedWith('catalogue.service-unknown'));
});

test('a power for other services, or for looking alone, opens neither this service nor its cases', async () => {
  const limited = (limits: readonly object[]) =>
    b.person({ actingFor: { kind: 'organisation', id: inn, name: 'Steppe Build', role: 'agent', limits } as never });
  const id = await permit.start();
  const [elsewhere, looking, here] = [
    limited([{ services: ['address-certificate'] }]),
    limited([{ services: ['work-permit'], acts: ['read'] }]),
    limited([{ services: ['address-certificate'] }, { services: ['work-permit'], acts: ['apply'] }]),
  ];
  const start = (who: typeof here) => b.call(contract.startDraft, { serviceId: 'work-permit', language: 'en' }, who);
  await expect(start(elsewhere)).rejects.toEqual(refusedWith('cases.power-narrow'));
  await expect(start(looking)).rejects.toEqual(refusedWith('cases.power-narrow'));
  await expect(start(here)).resolves.toMatchObject({ id: expect.any(String) });
  const listed = async (who: typeof here) => (await b.call(contract.listCases, {}, who)).items.map((one) => one.id);
  expect(await listed(elsewhere)).toEqual([]);
  expect(await listed(looking)).toContain(id);
  await expect(b.call(contract.getForm, { id }, elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  const withdraw = (who: typeof here) => b.call(contract.withdrawCase, { id }, who);
  await expect(withdraw(looking)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.payFee, { id }, here)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('the audit says as what somebody acted: in whose place, and on whose behalf, without names for ever', async () => {
  const duty = { code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' };
  const substitute = {
    ...b.person({ name: 'Saule Akhmetova' }),
    duties: [
      { code: 'quality.analyst', organisationId: 'XM-QUALITY-AGENCY' },
      { ...duty, as: 'substitute' as const, inPlaceOf: 'Daniyar Omarov' },
    ],
  };
  const { id, taskId } = await permit.claimed();
  await b.call(contract.getCase, { id }, aigerim);
  await b.call(contract.getTask, { id: taskId }, substitute);
  const rows = await b.sql<{ actor_name: string; organisation_id: string; capacity: object }>(
    `select actor_name, organisation_id, capacity from audit
     where object_id = $1 and capacity is not null`,
    [id],
  );
  expect(rows).toContainEqual({
    actor_name: 'Saule Akhmetova',
    organisation_id: 'XM-01-LABOUR',
    capacity: { duty: 'labour.permit-officer', as: 'substitute', inPlaceOf: 'Daniyar Omarov' },
  });
  expect(rows).toContainEqual(
    expect.objectContaining({ capacity: { actingFor: expect.objectContaining({ kind: 'organisation', id: inn }) } }),
  );
  const kept = await b.sql<{ record: string }>(
    `select e.record from ledger_entry e join audit a on a.entry_id = e.id where a.object_id = $1`,
    [id],
  );
  expect(kept.some(({ record }) => record.includes('"as":"substitute"'))).toBe(true);
  expect(kept.filter(({ record }) => /Omarov|Akhmetova|Steppe/.test(record))).toEqual([]);
  expect(b.events('kernel.acted-for.v1').some(({ data }) => (data as { forId?: string }).forId === inn)).toBe(true);
});

test('a register value that was altered is refused, the same value is taken', async () => {
  const id = await permit.start();
  await expect(permit.save(id, 'employer', { employerEmployees: 1 })).rejects.toEqual(
    refusedWith('cases.register-value-locked'),
  );
  expect((await permit.save(id, 'employer', { employerEmployees: 120 })).errors).toEqual([]);
});

test('a field that is unknown, on another page or hidden is refused', async () => {
  const id = await permit.start();
  await expect(permit.save(id, 'period', { feeMinor: 0 })).rejects.toEqual(refusedWith('cases.field-not-asked'));
  await expect(permit.save(id, 'period', { workAddress: 'Here and there' })).rejects.toEqual(
    refusedWith('cases.field-not-asked'),
  );
  await permit.save(id, 'occupation', { occupation: '9313' });
  await expect(permit.save(id, 'diploma', { diplomaNumber: 'IN-1' })).rejects.toEqual(
    refusedWith('cases.field-not-asked'),
  );
  await expect(permit.save(id, 'nowhere', {})).rejects.toEqual(refusedWith('cases.page-unknown'));
});

test('what does not fit is kept and explained in five languages, and cannot be sent', async () => {
  const id = await permit.start();
  const saved = await permit.save(id, 'period', { startsOn, months: 'many' });
  expect(saved.next).toBe('period');
  expect(saved.errors[0]).toMatchObject({ field: 'months', message: { ar: 'أدخل عددًا صحيحًا من 1 إلى 36' } });
  const form = await b.call(contract.getForm, { id }, aigerim);
  expect(form.pages.find((page) => page.id === 'period')?.fields.find((field) => field.name === 'months')?.value).toBe(
    'many',
  );
  const submit = (who = aigerim) => b.call(contract.submitCase, { id, declaration: true }, who);
  await expect(submit()).rejects.toEqual(refusedWith('cases.register-missing'));
  await permit.fill(id, { period: { startsOn, months: 37 } });
  await expect(submit()).rejects.toEqual(refusedWith('cases.answers-invalid'));
  await permit.save(id, 'period', { months: '' });
  await expect(submit()).rejects.toMatchObject({
    code: 'cases.answers-missing',
    errors: [{ pointer: '/answers/months' }],
  });
  expect(await b.sql("select 1 from case_file where id = $1 and state = 'draft'", [id])).toHaveLength(1);
});

test.each([
  ['too short', '1456789010', 'pattern', 'أدخل أرقام الرقم الأحد عشر'],
  [
    'mistyped',
    '145-678-901 04',
    'check-digits',
    'في الرقم خطأ: أرقام التحقق غير متطابقة. قارنه بالرقم المكتوب في الوثيقة.',
  ],
])('a number that is %s is found on its own page and no register is asked', async (_, workerSnils, code, ar) => {
  const id = await permit.start();
  const asked = world.state.calls.length;
  const saved = await permit.save(id, 'worker-number', { workerSnils, workerBirthOn: '1992-11-05' });
  expect(saved.next).toBe('worker-number');
  expect(saved.errors).toMatchObject([{ field: 'workerSnils', code, message: { ar } }]);
  expect(Object.values(saved.errors[0]?.message ?? {})).toHaveLength(5);
  expect(world.state.calls.length).toBe(asked);
});

test('starting twice at once makes one draft', async () => {
  const start = (occupation: string, who = aigerim) =>
    b.call(contract.startDraft, { serviceId: 'work-permit', language: 'en', answers: { occupation } }, who);
  const [first, second] = await Promise.all([start('2142'), start('2142')]);
  expect(second).toEqual(first);
  const { id } = first;
  expect((await start('7112')).id).not.toBe(id);
  const colleague = b.person({ snils: '10120230348', actingFor: { kind: 'organisation', id: inn, name: 'Steppe' } });
  expect((await start('2142', colleague)).id).not.toBe(id);
  await permit.save(id, 'contact', { contactEmail: 'a@b.example' });
  const third = await start('2142');
  expect(third.id).not.toBe(id);
  b.clock.advance({ seconds: 61 });
  expect((await start('2142')).id).not.toBe(third.id);
});

test('text from a plain form is read as the schema wants it', async () => {
  const id = await permit.start();
  expect((await permit.save(id, 'period', { startsOn: ` ${startsOn} `, months: '24' })).errors).toEqual([]);
  const form = await b.call(contract.getForm, { id }, aigerim);
  expect(form.pages.find((page) => page.id === 'period')?.fields.map((field) => field.value)).toEqual([startsOn, 24]);
});

test('a save over a newer one is refused when the page says which it has seen', async () => {
  const id = await permit.start();
  const seen = await permit.save(id, 'contact', { contactEmail: 'a@b.example' });
  await permit.save(id, 'contact', { contactEmail: 'c@d.example' });
  const stale = { id, pageId: 'contact', answers: { contactEmail: 'e@f.example' }, revision: seen.revision };
  await expect(b.call(contract.savePage, stale, aigerim)).rejects.toEqual(refusedWith('cases.changed-elsewhere'));
  const sent = b.call(contract.submitCase, { id, declaration: true, revision: seen.revision }, aigerim);
  await expect(sent).rejects.toEqual(refusedWith('cases.changed-elsewhere'));
});

test('going back to a form and changing its answer keeps the change, also after other pages were saved', async () => {
  const id = await permit.start();
  const { revision } = await b.call(contract.getForm, { id }, aigerim);
  const send = (contactEmail: string, formKey: string) =>
    b.call(contract.savePage, { id, pageId: 'contact', answers: { contactEmail }, revision, formKey }, aigerim);
  await send('a@b.example', 'form-1');
  await permit.save(id, 'workplace', { workRegion: 'XM-01', workAddress: '40 Unity Street' });
  await send('changed@b.example', 'form-1');
  const form = await b.call(contract.getForm, { id }, aigerim);
  expect(form.pages.flatMap((page) => page.fields).find((field) => field.name === 'contactEmail')?.value).toBe(
    'changed@b.example',
  );
  await expect(send('other@b.example', 'form-2')).rejects.toEqual(refusedWith('cases.changed-elsewhere'));
});

test('two windows on different pages of a draft do not stop each other', async () => {
  const id = await permit.start();
  const { revision } = await b.call(contract.getForm, { id }, aigerim);
  await permit.save(id, 'contact', { contactEmail: 'a@b.example' });
  const answers = { workRegion: 'XM-01', workAddress: '40 Unity Street' };
  expect((await b.call(contract.savePage, { id, pageId: 'workplace', answers, revision }, aigerim)).errors).toEqual([]);
});

test('a page sent twice, because its answer was lost, is kept once and not refused', async () => {
  const id = await permit.start();
  const { revision } = await b.call(contract.getForm, { id }, aigerim);
  const page = { id, pageId: 'contact', answers: { contactEmail: 'a@b.example' }, revision };
  await b.call(contract.savePage, page, aigerim);
  expect((await b.call(contract.savePage, page, aigerim)).errors).toEqual([]);
});

test('another number takes away what the register said of the first', async () => {
  world.state.persons.set('10120230449', {
    snils: '10120230449',
    familyName: 'Li',
    givenName: 'Wei',
    nameLatin: 'Wei Li',
    birthOn: '1990-01-01',
    citizenship: 'CHN',
    document: { number: 'E1' },
  });
  const id = await permit.start();
  await permit.save(id, 'worker-number', { workerSnils, workerBirthOn: '1992-11-05' });
  await permit.save(id, 'worker-number', { workerSnils: '10120230449', workerBirthOn: '1990-01-01' });
  const names = async () =>
    (await b.call(contract.getForm, { id }, aigerim)).pages
      .find((page) => page.id === 'worker')
      ?.fields.map((field) => field.value);
  expect(await names()).toEqual(['Li', 'Wei', 'Wei Li', 'CHN', 'E1']);
  await permit.save(id, 'worker-number', { workerSnils: '99999999901' });
  expect(await names()).toEqual([undefined, undefined, undefined, undefined, undefined]);
  const form = await b.call(contract.getForm, { id }, aigerim);
  expect(form.registers.find((register) => register.name === 'worker')?.state).toBe('not-found');
});

test('a register that is away loses nothing and can be asked again', async () => {
  world.state.away = true;
  const id = await permit.start();
  await permit.save(id, 'worker-number', { workerSnils, workerBirthOn: '1992-11-05' });
  const ask = (register: string) => b.call(contract.refreshRegister, { id, register }, aigerim);
  await expect(ask('worker')).rejects.toMatchObject({ code: 'cases.register-unavailable', kind: 'unavailable' });
  world.state.away = false;
  expect((await ask('worker')).state).toBe('received');
  await expect(ask('treasury')).rejects.toEqual(refusedWith('cases.register-unknown'));
  const empty = await permit.start();
  const early = b.call(contract.refreshRegister, { id: empty, register: 'worker' }, aigerim);
  await expect(early).rejects.toEqual(refusedWith('cases.register-unavailable'));
});

test.each([
  ['a number that cannot exist', '22212345603', 'not-found'],
  ['a fault of the exchange', '11112345680', 'failed'],
])('%s is told apart from a person who is not registered', async (_, number, state) => {
  const id = await permit.start();
  await permit.save(id, 'worker-number', { workerSnils: number, workerBirthOn: '1990-01-01' });
  const form = await b.call(contract.getForm, { id }, aigerim);
  expect(form.registers.find((register) => register.name === 'worker')?.state).toBe(state);
});

test('a register that answers otherwise than agreed is as good as away, and breaks nothing', async () => {
  world.state.persons.set('10120230550', { surname: 'Kim', birthOn: '1990-01-01' });
  const id = await permit.start();
  expect(
    (await permit.save(id, 'worker-number', { workerSnils: '10120230550', workerBirthOn: '1990-01-01' })).next,
  ).toBe('worker');
  const form = await b.call(contract.getForm, { id }, aigerim);
  expect(form.registers.find((register) => register.name === 'worker')?.state).toBe('failed');
});

test('text that no database can hold is refused at the door', async () => {
  const id = await permit.start();
  for (const bad of ['\u0000', '\ud800']) {
    const sent = await b.http(aigerim).post(`/api/cases/${id}/withdrawal`, JSON.stringify({ reason: bad }));
    expect(sent.status).toBe(422);
    await expect(permit.save(id, 'workplace', { workAddress: `40 ${bad}` })).rejects.toMatchObject({ kind: 'invalid' });
  }
  await expect(b.call(contract.listCases, { cursor: 'first' }, aigerim)).rejects.toMatchObject({ kind: 'invalid' });
});

test('a draft can be deleted, a sent case cannot be changed', async () => {
  const draft = await permit.start();
  await b.call(contract.deleteDraft, { id: draft }, aigerim);
  await expect(b.call(contract.getForm, { id: draft }, aigerim)).rejects.toEqual(refusedWith('cases.case-unknown'));
  const id = await permit.submitted();
  await expect(permit.save(id, 'contact', {})).rejects.toEqual(refusedWith('cases.not-a-draft'));
  await expect(b.call(contract.deleteDraft, { id }, aigerim)).rejects.toEqual(refusedWith('cases.not-a-draft'));
  await expect(b.call(contract.reviewAnswers, { id }, aigerim)).rejects.toEqual(refusedWith('cases.not-a-draft'));
  await expect(b.call(contract.refreshRegister, { id, register: 'worker' }, aigerim)).rejects.toEqual(
    refusedWith('cases.not-a-draft'),
  );
});
