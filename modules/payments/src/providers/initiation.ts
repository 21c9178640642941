// SPDX-License-Identifier: Apache-2.0
/**
 * Payment initiation after the Berlin Group's NextGenPSD2 (1.3, Payment Initiation Service): the payer's own bank is told to transfer,
 * the payer agrees on its page (redirect approach). It tells nobody: its state is asked. Nothing goes back by it. Settings:
 * `STOA_INITIATION_URL`, `STOA_INITIATION_TOKEN`, and the account that collects: `STOA_COLLECTING_IBAN`, `STOA_COLLECTING_NAME`.
 */
import { randomUUID } from 'node:crypto';
import { complaints, type ModuleRuntime } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import { collectingAccount } from '../transfers/account.ts';
import { askProvider, away, type Order, type Provider, type Word } from './provider.ts';

const product = '/v1/payments/sepa-credit-transfers';
const Started = Type.Object({
  transactionStatus: Type.String(),
  paymentId: Type.String({ maxLength: 255 }),
  _links: Type.Object({ scaRedirect: Type.Optional(Type.Object({ href: Type.String() })) }),
});
const Payment = Type.Object({
  instructedAmount: Type.Object({
    currency: Type.String(),
    amount: Type.String({ pattern: '^\\d{1,14}(\\.\\d{1,3})?$' }),
  }),
  transactionStatus: Type.Optional(Type.String()),
});
const Status = Type.Object({ transactionStatus: Type.String() });

/** Digits after the point, as ISO 4217 has them. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

export function decimal(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
function minor(amount: string, currency: string): number {
  const [whole = '0', part = ''] = amount.split('.');
  const digits = digitsOf(currency);
  // More digits than the currency has would be another sum.
  if (part.slice(digits).replaceAll('0', '') !== '') return -1;
  return Number(whole + part.slice(0, digits).padEnd(digits, '0'));
}

async function request(module: ModuleRuntime, path: string, body?: object, headers: Record<string, string> = {}) {
  const { STOA_INITIATION_URL: url, STOA_INITIATION_TOKEN: token } = module.config.env;
  if (!url) return away();
  return askProvider(module, url + path, {
    method: body ? 'POST' : 'GET',
    headers: {
      'x-request-id': randomUUID(),
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** ISO 20022 external payment transaction status: settled on the payer's account, or further, is paid. */
const states: Readonly<Record<string, Word['state']>> = {
  ACSC: 'paid',
  ACCC: 'paid',
  RJCT: 'abandoned',
  CANC: 'abandoned',
};

async function start(module: ModuleRuntime, order: Order): Promise<Word> {
  const account = collectingAccount(module);
  if (!account) return away();
  const { amountMinor, currency } = order;
  const found = await request(
    module,
    product,
    {
      // 35 signs at most: the end of our name for the attempt tells it from all others.
      endToEndIdentification: order.reference.replaceAll('-', '').slice(-35),
      instructedAmount: { currency, amount: decimal(amountMinor, currency) },
      creditorAccount: { iban: account.iban },
      creditorName: account.name.slice(0, 70),
      remittanceInformationUnstructured: order.description.slice(0, 140),
    },
    {
      // The same when tried again: the bank makes one payment of it.
      'x-request-id': requestId(order.reference),
      'psu-ip-address': '127.0.0.1',
      'tpp-redirect-preferred': 'true',
      'tpp-redirect-uri': order.returnUrl,
      'tpp-nok-redirect-uri': order.returnUrl,
    },
  );
  if (complaints(Started, found).length > 0) return away();
  const { paymentId, transactionStatus, _links } = found as Static<typeof Started>;
  return {
    ...{ id: paymentId, state: states[transactionStatus] ?? 'open', amountMinor, currency },
    pageUrl: _links.scaRedirect?.href,
  };
}

/** A UUID of our name for an attempt, which is one with a serial behind it. */
const requestId = (reference: string): string => {
  const [, uuid = '', serial = '0'] = /^([0-9a-f-]{36})-(\d+)$/.exec(reference) ?? [];
  return uuid.slice(0, 24) + (BigInt(`0x${uuid.slice(24)}`) ^ BigInt(serial)).toString(16).padStart(12, '0');
};

export const initiation: Provider = {
  configured: (module) => Boolean(module.config.env.STOA_INITIATION_URL && collectingAccount(module)),
  asksOnReturn: true,
  start,
  ask: async (module, id) => {
    const path = `${product}/${encodeURIComponent(id)}`;
    const payment = await request(module, path);
    const status = await request(module, `${path}/status`);
    if (complaints(Payment, payment).length > 0 || complaints(Status, status).length > 0) return away();
    const { currency, amount } = (payment as Static<typeof Payment>).instructedAmount;
    const { transactionStatus } = status as Static<typeof Status>;
    return { id, state: states[transactionStatus] ?? 'open', amountMinor: minor(amount, currency), currency };
  },
};
