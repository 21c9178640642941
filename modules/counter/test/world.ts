// SPDX-License-Identifier: Apache-2.0
/** The counter alone: a clerk, a colleague, who leads, a visitor, and what the other modules answer. */
import { compareName } from '@stoa/accounts/contract';
import { getCase } from '@stoa/cases/contract';
import { getService } from '@stoa/catalogue/contract';
import { endHeldVisit, findContact, holdVisit } from '@stoa/identity/contract';
import { newId, refuse } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { getInvoice } from '@stoa/payments/contract';
import { issuePdf } from '@stoa/signing/contract';
import * as contract from '../src/contract.ts';
import counter from '../src/index.ts';

export const numbers = { visitor: '11223344595', clerk: '14567890105', other: '10120230348' };
/** The first page of a PDF, as much as is looked at. */
export const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n').toString('base64');

export async function world(env: Record<string, string> = {}) {
  const b = await benchWith(env, counter);
  const at = (name: string, duty: string, organisationId = 'XM-01-FRONT-OFFICE-1', snils?: string) => ({
    ...b.person({ name, duties: [duty], organisationId, ...(snils ? { snils } : {}) }),
    sessionId: newId(),
  });
  const clerk = at('Marat Clerk', 'counter.clerk', undefined, numbers.clerk);
  const colleague = at('Olga Clerk', 'counter.clerk');
  const elsewhere = at('Ivan Clerk', 'counter.clerk', 'XM-02-FRONT-OFFICE-1');
  const head = at('Dina Head', 'counter.head');
  const citizen = b.person({ snils: numbers.visitor });
  /** What identity holds now, what was sent, and the address known. */
  const held = new Map<string, { personKey: string; sessionId: string; open: readonly string[] }>();
  const sent: { body: { en: string }; to: { personKey: string } }[] = [];
  const known: { email?: string } = { email: 'a@example.org' };
  const audience: ('person' | 'organisation')[] = ['person'];
  b.stub(getService, async ({ id }) =>
    id === 'passport'
      ? ({ id, title: { en: 'Passport' }, audience } as never)
      : refuse('missing', 'catalogue.service-unknown', 'There is no such service.'),
  );
  const papers: { text: string; rows: string[][] }[] = [];
  /** What the population register has under the visitor's number, and what cases know of the fee. */
  const register = { name: 'Aigerim Visitor', away: false };
  const invoices: { fee?: object; whole?: object } = {};
  b.stub(compareName, async ({ name }) =>
    register.away
      ? refuse('unavailable', 'accounts.register-away', 'The population register does not answer.')
      : { fits: name === register.name },
  );
  b.stub(findContact, async () => ({ known: true, name: 'Aigerim Visitor', ...known }));
  b.stub(getOrganisation, async ({ id }) => ({ id, name: { en: 'Front office 1' } }) as never);
  b.stub(holdVisit, async ({ id, personKey, sessionId, open }) => {
    held.set(id, { personKey, sessionId, open });
    return { id };
  });
  b.stub(endHeldVisit, async ({ id }) => {
    held.delete(id);
    return { id };
  });
  b.stub(notify, async (message) => {
    sent.push(message as never);
    return { id: newId() };
  });
  b.stub(
    getCase,
    async () => ({ number: 'PA-1', submittedAt: '2031-01-01T00:00:00.000Z', invoice: invoices.fee }) as never,
  );
  b.stub(getInvoice, async () =>
    invoices.whole
      ? (invoices.whole as never)
      : refuse('unavailable', 'kernel.module-away', 'Payments do not answer now.'),
  );
  b.stub(issuePdf, async ({ data }) => {
    papers.push(data as never);
    return { pdf, verificationCode: `4D1E-${String(papers.length).padStart(4, '0')}` };
  });
  const input: InputOf<typeof contract.askConsent> = {
    ...{ officeId: 'XM-01-FRONT-OFFICE-1', serviceId: 'passport', number: numbers.visitor, name: 'Aigerim Visitor' },
    ...({ document: 'Passport N 123', way: 'code', language: 'en' } as const),
  };
  const ask = (more: Partial<InputOf<typeof contract.askConsent>> = {}, who: typeof clerk = clerk) =>
    b.call(contract.askConsent, { ...input, ...more }, who);
  /** What the last message to the person says. */
  const codeSent = async () => {
    await b.drain();
    return /\b(\d{6})\b/.exec(sent.at(-1)?.body.en ?? '')?.[1] ?? '';
  };
  const confirm = (id: string, code: string, who = clerk) => b.call(contract.confirmCode, { id, code }, who);
  const sign = (id: string, more: object = {}, who = clerk) =>
    b.call(
      contract.confirmPaper,
      { id, reason: 'She has no phone with her.', name: 'signed.pdf', content: pdf, ...more },
      who,
    );
  const end = (id: string, who = clerk) => b.call(contract.endVisit, { id }, who);
  const opened = async () => {
    const { id } = await ask();
    return confirm(id, await codeSent());
  };
  /** As identity makes the clerk's principal in the visit. */
  const inVisit = (id: string) => ({
    ...clerk,
    actingFor: {
      ...{ kind: 'person' as const, id: b.personKey(numbers.visitor), name: 'Aigerim Visitor', role: 'counter' },
      visit: {
        ...{ id, officeId: input.officeId, officeName: 'Front office 1', until: '9999-01-01T00:00:00.000Z' },
        open: held.get(id)?.open ?? [],
      },
    },
  });
  return {
    ...{ papers, register, invoices },
    ...{ b, clerk, colleague, elsewhere, head, citizen, held, sent, known, audience },
    ...{ ask, codeSent, confirm, sign, end, opened, inVisit },
  };
}
