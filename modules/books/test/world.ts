// SPDX-License-Identifier: Apache-2.0
/** Who keeps the books in tests, and what the bank writes. */
import type { Bench } from '@stoa/kernel/testing';
import { decide, enterDemoBooks, getChart, propose } from '../src/contract.ts';
import type { Asked } from '../src/contract.ts';

export const ibans = { payouts: 'XM52BANK0000000000001010', fees: 'XM25BANK0000000000001020' } as const;
export const payouts = { kind: 'service', id: 'payouts' } as const;
export const payments = { kind: 'service', id: 'payments' } as const;

export async function world(b: Bench) {
  const accountant = b.person({ name: 'Aliya Nur', duties: ['books.accountant'] });
  const chief = b.person({ name: 'Boris Chen', duties: ['books.chief-accountant'] });
  const { calendar } = b.module.country;
  const today = () => calendar.localDate(b.clock.now());
  const day = (ahead: number) => calendar.localDate(new Date(b.clock.now().getTime() + ahead * 86_400_000));
  const byTwo = async (asked: Asked, reason = 'As the order says') => {
    const { id } = await b.call(propose, { asked, reason }, accountant);
    return b.call(decide, { id, approve: true }, chief);
  };
  const { accounts, sharings } = await b.call(getChart, {}, accountant);
  const chart = {
    ...{ validFrom: '2001-01-01', sharings },
    accounts: accounts.map((one) => {
      const iban = { 1010: ibans.payouts, 1020: ibans.fees }[one.code];
      return iban ? { ...one, iban, currency: 'EUR' } : one;
    }),
  };
  const demo = (part: string, more: object) =>
    b.call(
      enterDemoBooks,
      { part, entries: [], statements: [], byName: 'A', approverName: 'B', ...more },
      { kind: 'service', id: 'demo' },
    );
  await demo('accounts', { chart });
  return { accountant, chief, today, day, byTwo, chart, demo };
}

interface Line {
  readonly name?: string;
  readonly day: string;
  readonly amount: string;
  readonly credit: boolean;
  readonly reference?: string;
  readonly returned?: string;
  readonly text?: string;
  readonly currency?: string;
}
/** As banks write them; version 08 puts the state of an entry into an element of its own. */
export function camt(
  lines: readonly Line[],
  about: { iban?: string; version?: '02' | '08'; name?: string; opening: string; closing: string; day: string },
): string {
  const { version = '08', iban = ibans.fees, name = `S-${about.day}`, day } = about;
  const balance = (code: string, amount: string) => {
    const sign = amount.startsWith('-') ? 'DBIT' : 'CRDT';
    return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount.replace('-', '')}</Amt><CdtDbtInd>${sign}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  };
  const booked = version === '08' ? '<Sts><Cd>BOOK</Cd></Sts>' : '<Sts>BOOK</Sts>';
  const entry = (one: Line) => `<Ntry><Amt Ccy="${one.currency ?? 'EUR'}">${one.amount}</Amt>
    <CdtDbtInd>${one.credit ? 'CRDT' : 'DBIT'}</CdtDbtInd>${booked}<BookgDt><Dt>${one.day}</Dt></BookgDt>
    ${one.name ? `<AcctSvcrRef>${one.name}</AcctSvcrRef>` : ''}<BkTxCd/><NtryDtls><TxDtls>
    <Refs><EndToEndId>${one.reference ?? 'NOTPROVIDED'}</EndToEndId></Refs>
    ${one.text ? `<RmtInf><Ustrd>${one.text}</Ustrd></RmtInf>` : ''}
    ${one.returned ? `<RtrInf><Rsn><Cd>${one.returned}</Cd></Rsn></RtrInf>` : ''}</TxDtls></NtryDtls></Ntry>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>M-${name}</MsgId><CreDtTm>${day}T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${name}</Id><CreDtTm>${day}T18:00:00Z</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
${balance('OPBD', about.opening)}${balance('CLBD', about.closing)}${lines.map(entry).join('')}</Stmt></BkToCstmrStmt></Document>`;
}
