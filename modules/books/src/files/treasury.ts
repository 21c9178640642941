// SPDX-License-Identifier: Apache-2.0
/**
 * Export for the treasury: OECD Standard Audit File for Tax 2.0 (SAF-T), its header, chart of accounts and general ledger entries
 * of a month; as XML in the elements of that guidance, or its lines as CSV under the same names.
 */
import { refuse, type Tx } from '@stoa/kernel';
import { writeCsv } from '@stoa/kernel/text';
import { accountsOn } from '../accounts/chart.ts';
import type { Account, Entry, TreasuryAsked } from '../contract.ts';
import { entries, firstPostings } from '../ledger/queries.ts';
import { today } from '../people.ts';
import { type Made, units } from './lists.ts';

interface Line {
  readonly entry: Entry;
  readonly line: number;
  readonly account: string;
  readonly amountMinor: number;
}
const mostEntries = 20_000;

async function linesOf(tx: Tx, from: string, to: string): Promise<Line[]> {
  const all = await entries(tx, { from, to }, undefined, mostEntries);
  const lines: Line[] = [];
  for (const entry of all.reverse())
    for (const { line, account, amountMinor } of await firstPostings(tx, entry.id, 10_000))
      lines.push({ entry, line, account, amountMinor });
  return lines;
}

const escaped = (text: string) => text.replaceAll(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`);
const tag = (name: string, text: string | number) => `<${name}>${escaped(String(text))}</${name}>`;
const typeOf = { asset: 'Asset', liability: 'Liability', income: 'Income', expense: 'Expense' } as const;

export async function treasuryFile(tx: Tx, { month, as }: TreasuryAsked): Promise<Made> {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const [from, to] = [`${month}-01`, new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)];
  if (from > today(tx)) refuse('invalid', 'kernel.input-invalid', 'This month has not begun.');
  const lines = await linesOf(tx, from, to);
  const name = `saf-t-${month}`;
  if (as === 'csv') return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', content: csv(lines) };
  const { byCode } = await accountsOn(tx, to);
  const [{ code }] = tx.module.country.territories;
  const head = { code, from, to, made: today(tx), currency: tx.module.country.currency };
  const content = xml(lines, [...byCode.values()], head);
  return { name: `${name}.xml`, type: 'application/xml; charset=utf-8', content };
}

const csv = (lines: readonly Line[]): string =>
  writeCsv([
    [
      'JournalID',
      'TransactionID',
      'TransactionDate',
      'RecordID',
      'AccountID',
      'Description',
      'DebitAmount',
      'CreditAmount',
      'CurrencyCode',
    ],
    ...lines.map(({ entry, line, account, amountMinor }) => [
      ...[entry.kind, String(entry.number), entry.bookedOn, String(line), account, entry.reference],
      amountMinor > 0 ? units(amountMinor, entry.currency) : '',
      amountMinor < 0 ? units(-amountMinor, entry.currency) : '',
      entry.currency,
    ]),
  ]);

interface Head {
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly made: string;
  readonly currency: string;
}
function xml(lines: readonly Line[], accounts: readonly Account[], head: Head): string {
  const total = (sign: 1 | -1) =>
    units(
      lines.reduce((sum, { amountMinor }) => sum + (amountMinor * sign > 0 ? amountMinor * sign : 0), 0),
      head.currency,
    );
  const byEntry = Map.groupBy(lines, ({ entry }) => entry.id);
  const journals = Map.groupBy([...byEntry.values()], ([first]) => first?.entry.kind ?? '');
  return `<?xml version="1.0" encoding="UTF-8"?>
<AuditFile xmlns="urn:OECD:StandardAuditFile-Tax:2.00"><Header>${tag('AuditFileVersion', '2.00')}${tag('AuditFileCountry', head.code)}${tag('AuditFileDateCreated', head.made)}${tag('SoftwareCompanyName', 'Stoa')}${tag('SoftwareID', 'Stoa')}${tag('SoftwareVersion', '0.1.0')}<DefaultCurrencyCode>${head.currency}</DefaultCurrencyCode><SelectionCriteria>${tag('SelectionStartDate', head.from)}${tag('SelectionEndDate', head.to)}</SelectionCriteria></Header>
<MasterFiles><GeneralLedgerAccounts>
${accounts.map(({ code, title, kind }) => `<Account>${tag('AccountID', code)}${tag('AccountDescription', title.en)}${tag('AccountType', typeOf[kind])}</Account>`).join('\n')}
</GeneralLedgerAccounts></MasterFiles>
<GeneralLedgerEntries>${tag('NumberOfEntries', byEntry.size)}${tag('TotalDebit', total(1))}${tag('TotalCredit', total(-1))}
${[...journals].map(([kind, of]) => `<Journal>${tag('JournalID', kind)}${tag('Description', kind)}${tag('Type', 'GL')}\n${of.map(transaction).join('\n')}\n</Journal>`).join('\n')}
</GeneralLedgerEntries></AuditFile>
`;
}

function transaction(lines: readonly Line[]): string {
  const [first] = lines;
  if (!first) return '';
  const { entry } = first;
  const facts = [
    ...[tag('TransactionID', entry.number), tag('Period', Number(entry.bookedOn.slice(5, 7)))],
    ...[tag('PeriodYear', entry.bookedOn.slice(0, 4)), tag('TransactionDate', entry.bookedOn)],
    ...[tag('Description', entry.reference), tag('SystemEntryDate', entry.postedAt.slice(0, 10))],
    tag('GLPostingDate', entry.bookedOn),
  ];
  const amount = ({ amountMinor }: Line) => {
    const side = amountMinor > 0 ? 'DebitAmount' : 'CreditAmount';
    const money = `${tag('Amount', units(Math.abs(amountMinor), entry.currency))}${tag('CurrencyCode', entry.currency)}`;
    return `<${side}>${money}</${side}>`;
  };
  const rows = lines.map(
    (one) =>
      `<Line>${tag('RecordID', one.line)}${tag('AccountID', one.account)}${tag('Description', entry.reference)}${amount(one)}</Line>`,
  );
  return `<Transaction>${facts.join('')}${rows.join('')}</Transaction>`;
}
