// SPDX-License-Identifier: Apache-2.0
import catalogue from '@stoa/catalogue';
import { check } from '@stoa/consent/contract';
import { type ModuleDefinition, newId } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { findDutyHolder, type HeldFor, listOwnPowers } from '@stoa/identity/contract';
import { notify } from '@stoa/notifications/contract';
import { createInvoice, invoicePaid, startCheckout, voidInvoice } from '@stoa/payments/contract';
import * as contract from '../src/contract.ts';
import signing from '@stoa/signing';
import cases from '../src/index.ts';
import { departments } from './departments.ts';

export const inn = '0105234515';
export const workerSnils = '14567890105';
export const types = {
  record: 'urn:xm:interior:criminal-record:1.0#Request',
  diploma: 'urn:xm:education:diploma-check:1.0#Request',
  card: 'urn:xm:quality:rendered-service:1.0#Request',
};
/** A first day of work that lies ahead whenever the tests run, and within what the package takes. */
const nextYear = new Date().getUTCFullYear() + 1;
export const startsOn = `${nextYear}-10-01`;
/** The last day of a permit of 24 months from then. */
export const lastDay = `${nextYear + 2}-09-30`;
export const answers: Record<string, Record<string, string | number>> = {
  'worker-number': { workerSnils: '145-678-901 05', workerBirthOn: '1992-11-05' },
  occupation: { occupation: '2142' },
  workplace: { workRegion: 'XM-01', workAddress: '40 Unity Street, Aksu' },
  period: { startsOn, months: 24 },
  diploma: { diplomaNumber: 'IN-2014-048213', diplomaLevel: 'bachelor' },
  contact: { contactEmail: 'hr@steppe-build.example' },
};

/**
 * Catalogue and cases on a real database, with the modules given; payments and notifications answer as their contracts say, and
 * everybody consents where consent is not among the modules.
 */
export async function permitBench(settings: Record<string, string> = {}, ...more: readonly ModuleDefinition[]) {
  const world = await departments();
  world.state.companies.set(inn, {
    inn,
    ogrn: '1120100345678',
    name: { en: 'Steppe Build LLP' },
    address: '40 Unity Street, Aksu',
    employees: 120,
    status: 'active',
    taxDebt: false,
  });
  world.state.persons.set(workerSnils, {
    snils: workerSnils,
    familyName: 'Sharma',
    givenName: 'Rahul',
    nameLatin: 'Rahul Sharma',
    birthOn: '1992-11-05',
    citizenship: 'IND',
    document: { number: 'Z4582917' },
  });
  const b = await benchWith({ STOA_CONNECTOR_URL: world.url, ...settings }, cases, catalogue, signing, ...more);
  if (!more.some(({ name }) => name === 'consent'))
    b.stub(check, async ({ people }) => ({
      items: people.map((personKey) => ({ personKey, state: 'given' as const, given: true })),
    }));
  const aigerim = b.person({
    name: 'Aigerim Seitkali',
    snils: '11223344595',
    actingFor: { kind: 'organisation', id: inn, name: 'Steppe Build LLP' },
  });
  const officer = b.person({
    name: 'Daniyar Omarov',
    duties: ['labour.permit-officer'],
    organisationId: 'XM-01-LABOUR',
  });
  const invoices = new Map<string, { id: string; amountMinor: number; state: 'open' | 'paid' | 'void' }>();
  const notices: { key: string; to: string; subject: string }[] = [];
  const sums = {
    ...{
      creditorReference: 'RF471',
      paidMinor: 0,
      exemptMinor: 0,
      refundedMinor: 0,
      chargedBackMinor: 0,
      owedMinor: 0,
    },
  };
  const makeInvoice = async (input: InputOf<typeof createInvoice>): Promise<OutputOf<typeof createInvoice>> => {
    const lines = input.lines.map(({ code, title, amountMinor: minor = 0 }) => ({
      code,
      title: title ?? { en: code },
      amountMinor: minor,
    }));
    const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
    const known = invoices.get(input.reference) ?? { id: newId(), amountMinor, state: 'open' as const };
    invoices.set(input.reference, known);
    return {
      ...sums,
      ...known,
      reference: input.reference,
      number: 'I-1',
      payerId: input.payerId,
      lines,
      currency: input.currency,
      createdAt: new Date().toISOString(),
    };
  };
  b.stub(createInvoice, makeInvoice);
  b.stub(voidInvoice, async ({ id }) => {
    const [reference, invoice] = [...invoices].find(([, candidate]) => candidate.id === id) ?? [];
    if (!reference || !invoice) throw new Error('no such invoice');
    invoices.set(reference, { ...invoice, state: 'void' });
    return {
      ...sums,
      ...invoice,
      state: 'void' as const,
      reference,
      number: 'I-1',
      payerId: inn,
      lines: [],
      currency: 'EUR',
      createdAt: new Date().toISOString(),
    };
  });
  b.stub(startCheckout, async ({ id }) => ({ redirectUrl: `http://127.0.0.1/pay/${id}` }));
  b.stub(notify, async ({ key, to, subject }) => {
    if (!notices.some((notice) => notice.key === key)) notices.push({ key, to: to.personKey, subject: subject.en });
    return { id: newId() };
  });

  const officers = () => [officer, ...colleagues];
  const colleagues: (typeof officer)[] = [];
  b.stub(findDutyHolder, async ({ personId, code, organisationId }) => {
    const known = officers().find(({ id }) => id === personId);
    const holds = known?.duties.some((duty) => duty.code === code && duty.organisationId === organisationId);
    return known && holds ? { name: known.name } : {};
  });

  /** For whom whoever asks may act. */
  const powers: HeldFor[] = [];
  if (!more.some(({ name }) => name === 'identity')) b.stub(listOwnPowers, async () => ({ items: [...powers] }));

  const permit = {
    powers,
    /** Whom identity knows beside the officer. */
    colleagues,
    b,
    world,
    aigerim,
    officer,
    invoices,
    notices,
    makeInvoice,
    start: async (language: 'en' | 'ar' = 'en') =>
      (await b.call(contract.startDraft, { serviceId: 'work-permit', language }, aigerim)).id,
    save: (id: string, pageId: string, given: Record<string, string | number | boolean | null>) =>
      b.call(contract.savePage, { id, pageId, answers: given }, aigerim),
    fill: async (id: string, changes: typeof answers = {}) => {
      for (const [page, given] of Object.entries({ ...answers, ...changes })) await permit.save(id, page, given);
    },
    /** A sent case whose fee is asked for. */
    submitted: async (changes: typeof answers = {}, language: 'en' | 'ar' = 'en') => {
      const id = await permit.start(language);
      await permit.fill(id, changes);
      await b.call(contract.submitCase, { id, declaration: true }, aigerim);
      await b.drain();
      // The ledger of places answers before the fee is asked for.
      await permit.poll();
      return id;
    },
    /** The fee of a case: under which reference it was asked for, and what became of it. */
    invoiceOf: (id: string) =>
      [...invoices].find(([reference]) => reference.startsWith(`case:${id}:`)) ?? (['', undefined] as const),
    pay: async (id: string) => {
      const [reference, invoice] = permit.invoiceOf(id);
      if (!invoice) throw new Error('no fee was asked for');
      const paid = {
        invoiceId: invoice.id,
        reference,
        amountMinor: invoice.amountMinor,
        currency: 'EUR',
        receiptNo: 'R-1',
      };
      await b.deliver(invoicePaid, paid);
      return paid;
    },
    /** Both departments confirm. */
    confirm: async (clear = true) => {
      world.reply(types.record, { clear, certificateNo: 'CR-1', issuedOn: '2026-11-21' });
      world.reply(types.diploma, { found: true, diplomaNumber: 'IN-2014-048213' });
      await permit.poll();
    },
    poll: async () => {
      b.clock.advance({ seconds: 6 });
      await b.drain();
    },
    /** A case that waits for the officer, claimed. */
    claimed: async (changes: typeof answers = {}, language: 'en' | 'ar' = 'en') => {
      const id = await permit.submitted(changes, language);
      await permit.pay(id);
      await permit.confirm();
      const [task] = await b.sql<{ id: string }>('select id from task where case_id = $1', [id]);
      if (!task) throw new Error('no task was opened');
      await b.call(contract.claimTask, { id: task.id }, officer);
      return { id, taskId: task.id };
    },
    page: (id: string) => b.call(contract.getCase, { id }, aigerim),
  };
  return permit;
}
