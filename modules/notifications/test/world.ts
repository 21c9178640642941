// SPDX-License-Identifier: Apache-2.0
/** The module with real simulators around it: a mail server and a message centre. */
import { type CaughtMessage, startMailCatcher, startSmsCentre } from '@stoa/demo';
import { findContact } from '@stoa/identity/contract';
import { benchWith, eventually } from '@stoa/kernel/testing';
import { afterAll, expect } from 'vitest';
import * as contract from '../src/contract.ts';
import type { TemplateContent } from '../src/contract/templates.ts';
import notifications from '../src/index.ts';

export const permit: TemplateContent = {
  ...{ title: 'Permit issued', matter: 'case', class: 'closed' },
  fields: [
    { name: 'name', sample: 'Aigerim', personal: true },
    { name: 'number', sample: 'A-17', personal: false },
  ],
  subject: { en: 'Permit ((number))', ru: 'Разрешение ((number))' },
  body: {
    en: 'Dear ((name)),\n\nyour **permit** ((number)) is ready.',
    ru: 'Уважаемая ((name)), разрешение ((number)) готово.',
  },
  short: { en: 'Permit ((number)) is ready. See your cabinet.' },
};
export const news: TemplateContent = {
  ...{ title: 'News', matter: 'news', class: 'open', fields: [] },
  ...{ subject: { en: 'News' }, body: { en: 'Something new.' }, short: { en: 'Something new.' } },
};

export async function world(env: (centre: { url: string; smppUrl: string }) => Record<string, string> = () => ({})) {
  const mail = await startMailCatcher({ port: 0, smtpPort: 0 });
  const centre = await startSmsCentre({ secret: 'sms-secret', receiptMs: 20 });
  const b = await benchWith(
    {
      ...{
        STOA_SMTP_URL: mail.smtpUrl,
        STOA_BOUNCE_ADDRESS: 'bounces@stoa.example',
        STOA_CALLBACK_ALLOW: 'http://127.0.0.1:4999',
      },
      STOA_SMS_PROVIDERS: JSON.stringify([
        { id: 'smpp', kind: 'smpp', url: centre.smppUrl, from: 'MERIDIA', keyed: true },
        { id: 'gateway', kind: 'http', url: centre.url, from: 'MERIDIA', key: 'sms-secret', secret: 'sms-secret' },
      ]),
      ...env(centre),
    },
    notifications,
  );
  afterAll(async () => {
    await mail.close();
    await centre.close();
  });
  b.clock.follow();
  const duties = ['notifications.operator'];
  const [writer, publisher] = [b.person({ name: 'Writer', duties }), b.person({ name: 'Publisher', duties })];
  const ann = b.person({ snils: '11223344595' });
  const annKey = b.personKey('11223344595');
  b.stub(findContact, async ({ personKey }) =>
    personKey === annKey ? { known: true, email: 'ann@example.org' } : { known: false },
  );
  async function publish(code: string, content: TemplateContent): Promise<void> {
    const { digest } = await b.call(contract.saveTemplate, { code, content }, writer);
    await b.call(contract.publishTemplate, { code, digest }, publisher);
  }
  const caught = async (path: string) => (await (await fetch(path)).json()) as unknown[];
  return {
    ...{ b, mail, centre, writer, publisher, ann, annKey, publish },
    cases: { kind: 'service', id: 'cases' } as const,
    mailsTo: async (address: string) =>
      (await caught(`${mail.url}/messages?to=${encodeURIComponent(address)}`)) as CaughtMessage[],
    smsTo: async (number: string) =>
      (await caught(`${centre.url}/messages?to=${encodeURIComponent(number)}`)) as { text: string; by: string }[],
    /** Proves a telephone number by the code that comes to it. */
    async givePhone(number: string) {
      await b.call(contract.offerPhone, { phone: number }, ann);
      let code = '';
      await eventually(async () => {
        const [sms] = (await caught(`${centre.url}/messages?to=${encodeURIComponent(number)}`)) as { text: string }[];
        code = /\d{6}/.exec(sms?.text ?? '')?.[0] ?? '';
        expect(code).not.toBe('');
      });
      await b.call(contract.confirmPhone, { code }, ann);
    },
  };
}
