// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import { beforeEach, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { numbers, pdf, world } from './world.ts';

const w = await world();
const { b, clerk, colleague, elsewhere, citizen, held, sent, known, audience } = w;
const refusal = (code: string) => expect.objectContaining({ code });

beforeEach(async () => {
  for (const { id } of await b.sql<{ id: string }>(`select id from visit where state = 'open'`)) await w.end(id);
  b.clock.advance({ hours: 2 });
  Object.assign(known, { email: 'a@example.org' });
  audience.splice(0, 2, 'person');
  await b.drain();
});

test('a code that the person reads out opens a visit of an hour, in the session of this clerk', async () => {
  const asked = await w.ask();
  expect(asked).toMatchObject({ state: 'asked', triesLeft: 5, personName: 'Aigerim Visitor' });
  expect(held.has(asked.id)).toBe(false);
  const code = await w.codeSent();
  expect(sent.at(-1)?.to.personKey).toBe(citizen.personKey);
  expect(await b.dump('counter.visit')).not.toContain(code);
  const visit = await w.confirm(asked.id, ` ${code.slice(0, 3)} ${code.slice(3)}`);
  expect(visit.state).toBe('open');
  expect(Date.parse(visit.until ?? '') - b.clock.now().getTime()).toBe(3_600_000);
  expect(held.get(asked.id)).toMatchObject({ personKey: citizen.personKey, sessionId: clerk.sessionId });
  await b.drain();
  expect(sent.at(-1)?.body.en).toContain('Marat Clerk');
  const audit = await b.sql<{ action: string; organisation_id: string }>(
    'select action, organisation_id from audit where object_id = $1 and subject = $2 order by at, entry_id',
    [asked.id, citizen.personKey],
  );
  expect(audit).toEqual([
    { action: 'counter.consent-asked', organisation_id: 'XM-01-FRONT-OFFICE-1' },
    { action: 'counter.visit-opened', organisation_id: 'XM-01-FRONT-OFFICE-1' },
  ]);
});

test('wrong codes are counted though they are refused; after the fifth the right one opens nothing', async () => {
  const { id } = await w.ask();
  const code = await w.codeSent();
  const wrong = code === '000000' ? '111111' : '000000';
  for (let left = 4; left >= 0; left -= 1) {
    await expect(w.confirm(id, wrong)).rejects.toEqual(refusal('counter.code-wrong'));
    expect((await b.call(contract.getVisit, { id }, clerk)).triesLeft).toBe(left);
  }
  await expect(w.confirm(id, code)).rejects.toEqual(refusal('counter.visit-over'));
  expect((await b.call(contract.getVisit, { id }, clerk)).state).toBe('failed');
  expect(held.has(id)).toBe(false);
});

test('a consent on paper needs its scan and a reason, and both stay with the visit', async () => {
  const { id } = await w.ask({ way: 'paper' });
  const scan = () => b.http(clerk).get(contract.scanPath(id));
  expect((await scan()).status).toBe(404);
  await expect(w.sign(id, { content: Buffer.from('MZ').toString('base64') })).rejects.toEqual(
    refusal('counter.scan-refused'),
  );
  await expect(w.sign(id, { reason: 'no' })).rejects.toEqual(refusal('kernel.input-invalid'));
  await expect(w.confirm(id, '123456')).rejects.toEqual(refusal('counter.way-other'));
  expect((await w.sign(id)).state).toBe('open');
  expect((await scan()).status).toBe(200);
  expect(await b.dump('counter.visit')).not.toContain(pdf.slice(0, 40));
  const other = await b.http(colleague).get(contract.scanPath(id));
  expect(other.status).toBe(404);
});

test('the consent to sign is a PDF, only where it is asked on paper; a scan fits no code', async () => {
  const paper = await w.ask({ way: 'paper', language: 'ar' });
  expect((await b.http(clerk).get(contract.consentPath(paper.id))).status).toBe(200);
  const { id } = await w.ask();
  expect((await b.http(clerk).get(contract.consentPath(id))).status).toBe(409);
  await expect(w.sign(id)).rejects.toEqual(refusal('counter.way-other'));
});

test('a receipt is printed within the visit alone', async () => {
  const { id } = await w.opened();
  const path = contract.receiptPath(newId());
  expect((await b.http(w.inVisit(id)).get(path)).status).toBe(200);
  expect((await b.http(clerk).get(path)).status).toBe(404);
});

test('a receipt names what is to be paid and by which reference, without it where payments are away', async () => {
  const { id } = await w.opened();
  const print = async () => {
    await b.http(w.inVisit(id)).get(contract.receiptPath(newId()));
    return new Map(w.papers.at(-1)?.rows as [string, string][]);
  };
  expect((await print()).has('To be paid')).toBe(false);
  const fee = { id: newId(), amountMinor: 2550, currency: 'EUR', paid: false, reasons: [] };
  w.invoices.fee = fee;
  const alone = await print();
  expect(alone.get('To be paid')).toBe('€25.50');
  expect(alone.has('Reference of the payment')).toBe(false);
  w.invoices.whole = { owedMinor: 2000, currency: 'EUR', creditorReference: 'RF471234', dueOn: '2031-01-15' };
  const whole = await print();
  expect(whole.get('To be paid')).toBe('€20.00');
  expect(whole.get('Reference of the payment')).toBe('RF471234');
  expect(whole.get('Pay by')).toBe('2031-01-15');
  w.invoices.fee = { ...fee, paid: true };
  const paid = await print();
  expect(paid.get('Paid')).toBe('€25.50');
  expect(paid.has('To be paid')).toBe(false);
});

test('a paper verifies by the code on it, without saying for whom it was made', async () => {
  const paper = await w.ask({ way: 'paper' });
  await b.http(clerk).get(contract.consentPath(paper.id));
  const code = `4D1E-${String(w.papers.length).padStart(4, '0')}`;
  const found = await b.call(contract.verifyPaper, { code: code.replace('-', ' ').toLowerCase() });
  expect(found).toMatchObject({ code, kind: 'consent', service: { en: 'Passport' }, office: { en: 'Front office 1' } });
  expect(found.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(found)).not.toContain('Aigerim');
  const unknown = b.call(contract.verifyPaper, { code: 'ABCD-ABCD' });
  await expect(unknown).rejects.toEqual(refusal('counter.paper-unknown'));
});

test('a name that is not that of the number is refused without saying why, and the person sees it', async () => {
  w.register.name = 'Somebody Else';
  await expect(w.ask()).rejects.toEqual(refusal('counter.person-not-matched'));
  const said = await w.ask().catch((error: Error) => error.message);
  expect(said).not.toMatch(/register|Somebody|nobody/i);
  const seen = await b.sql<{ action: string }>('select action from audit where subject = $1 order by at desc limit 1', [
    citizen.personKey,
  ]);
  expect(seen).toEqual([{ action: 'counter.person-not-matched' }]);
  w.register.away = true;
  await expect(w.ask()).rejects.toEqual(refusal('accounts.register-away'));
  Object.assign(w.register, { name: 'Aigerim Visitor', away: false });
  expect((await w.ask()).state).toBe('asked');
});

test('within a visit nothing else is open to the clerk', async () => {
  const { id } = await w.opened();
  const acting = w.inVisit(id);
  expect(held.get(id)?.open).not.toContain('cases.list-outputs');
  expect((await b.call(contract.getVisit, { id }, acting)).state).toBe('open');
  const shut = { ...acting, actingFor: { ...acting.actingFor, visit: { ...acting.actingFor.visit, open: [] } } };
  await expect(b.call(contract.getVisit, { id }, shut)).rejects.toEqual(refusal('kernel.outside-visit'));
});

test('the clerk ends it, and the person may stop it at any time; then nothing is held', async () => {
  const first = await w.opened();
  expect((await w.end(first.id)).state).toBe('ended');
  expect(held.has(first.id)).toBe(false);
  await expect(w.end(first.id)).rejects.toEqual(refusal('counter.visit-over'));
  const second = await w.ask();
  const refuse = () => b.call(contract.refuseVisit, { id: second.id }, clerk);
  expect((await refuse()).state).toBe('refused');
  await expect(refuse()).rejects.toEqual(refusal('counter.visit-over'));
  await expect(w.confirm(second.id, await w.codeSent())).rejects.toEqual(refusal('counter.visit-over'));
});

test('what nobody answered in a quarter of an hour lapses; an open one ends with its hour', async () => {
  const { id } = await w.ask();
  const code = await w.codeSent();
  b.clock.advance({ minutes: 15 });
  await expect(w.confirm(id, code)).rejects.toEqual(refusal('counter.visit-over'));
  const open = await w.opened();
  b.clock.advance({ minutes: 61 });
  const resume = b.call(contract.resumeVisit, { id: open.id }, clerk);
  await expect(resume).rejects.toEqual(refusal('counter.visit-over'));
  await b.drain();
  expect((await b.call(contract.getVisit, { id }, clerk)).state).toBe('lapsed');
  const { state, endedAt, until } = await b.call(contract.getVisit, { id: open.id }, clerk);
  expect({ state, endedAt }).toEqual({ state: 'ended', endedAt: until });
});

test('an open visit is gone on with in another session, where the power moves to', async () => {
  const { id } = await w.opened();
  const sessionId = newId();
  await b.call(contract.resumeVisit, { id }, { ...clerk, sessionId });
  expect(held.get(id)?.sessionId).toBe(sessionId);
  const unbound = { ...clerk, sessionId: undefined };
  await expect(b.call(contract.resumeVisit, { id }, unbound)).rejects.toEqual(refusal('counter.no-session'));
});

test('a clerk helps one person at a time, and never themselves', async () => {
  await expect(w.ask({ number: numbers.clerk })).rejects.toEqual(refusal('counter.own-visit'));
  const waiting = await w.ask({ number: numbers.other });
  const code = await w.codeSent();
  await w.opened();
  await expect(w.ask()).rejects.toEqual(refusal('counter.visit-open'));
  await expect(w.confirm(waiting.id, code)).rejects.toEqual(refusal('counter.visit-open'));
});

test('what cannot be asked is said with what to do', async () => {
  await expect(w.ask({ number: '11223344500' })).rejects.toEqual(refusal('counter.number-invalid'));
  await expect(w.ask({ serviceId: 'unknown' })).rejects.toEqual(refusal('catalogue.service-unknown'));
  await expect(w.ask({ officeId: 'XM-02-FRONT-OFFICE-1' })).rejects.toEqual(refusal('counter.office-not-yours'));
  audience.splice(0, 1, 'organisation');
  await expect(w.ask()).rejects.toEqual(refusal('counter.service-not-for-persons'));
  audience.splice(0, 1, 'person');
  delete known.email;
  await expect(w.ask()).rejects.toEqual(refusal('counter.no-address'));
  for (let asks = 0; asks < 5; asks += 1) await w.ask({ way: 'paper' });
  await expect(w.ask({ way: 'paper' })).rejects.toEqual(refusal('counter.asked-too-often'));
});

test('a visit is its own clerk’s, and who is no clerk has none', async () => {
  const { id } = await w.ask();
  for (const who of [colleague, elsewhere]) {
    await expect(b.call(contract.getVisit, { id }, who)).rejects.toEqual(refusal('counter.visit-unknown'));
    await expect(w.confirm(id, '123456', who)).rejects.toEqual(refusal('counter.visit-unknown'));
    await expect(w.end(id, who)).rejects.toEqual(refusal('counter.visit-unknown'));
    expect((await b.call(contract.listVisits, {}, who)).items).toEqual([]);
  }
  const list = b.call(contract.listVisits, {}, citizen);
  await expect(list).rejects.toMatchObject({ kind: 'forbidden' });
  const page = await b.call(contract.listVisits, { limit: 1 }, clerk);
  expect(page.items).toMatchObject([{ id }]);
  const next = await b.call(contract.listVisits, { limit: 1, cursor: page.nextCursor ?? '' }, clerk);
  expect(next.items[0]?.id).not.toBe(id);
});
