// SPDX-License-Identifier: Apache-2.0
/** Writes statements of an account (ISO 20022 camt.053.001.08). */
export interface StatementEntry {
  readonly name: string;
  readonly endToEndId?: string;
  /** Credit positive. */
  readonly amountMinor: number;
  readonly currency: string;
  /** ISO 20022 code of why it came back. */
  readonly returned?: string;
  readonly text?: string;
  /** The day of the statement where it is missing. */
  readonly bookedOn?: string;
}
export interface StatementToWrite {
  readonly id: string;
  readonly iban: string;
  readonly openingMinor: number;
  readonly closingMinor: number;
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** It begins on this day; on the same one where it is missing. */
  readonly from?: string;
  readonly entries: readonly StatementEntry[];
}

const units = (minor: number): string => {
  const text = String(Math.abs(minor)).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
};
const side = (minor: number): string => `<CdtDbtInd>${minor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
const escaped = (text: string) => text.replaceAll(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function writeStatement({
  id,
  iban,
  openingMinor,
  closingMinor,
  day,
  from = day,
  entries,
}: StatementToWrite): string {
  const currency = entries[0]?.currency ?? 'EUR';
  const balance = (code: string, minor: number) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${units(minor)}</Amt>${side(minor)}<Dt><Dt>${day}</Dt></Dt></Bal>`;
  const rows = entries.map(
    (one) =>
      `<Ntry><NtryRef>${one.name}</NtryRef><Amt Ccy="${one.currency}">${units(one.amountMinor)}</Amt>${side(one.amountMinor)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${one.bookedOn ?? day}</Dt></BookgDt><AcctSvcrRef>${one.name}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${one.returned ? 'IRCT' : 'ICDT'}</Cd><SubFmlyCd>${one.returned ? 'RRTN' : 'ESCT'}</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>${one.endToEndId ?? 'NOTPROVIDED'}</EndToEndId></Refs>${one.returned ? `<RtrInf><Rsn><Cd>${one.returned}</Cd></Rsn></RtrInf>` : ''}${one.text ? `<RmtInf><Ustrd>${escaped(one.text)}</Ustrd></RmtInf>` : ''}</TxDtls></NtryDtls></Ntry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>${day}T18:00:00Z</CreDtTm><FrToDt><FrDtTm>${from}T00:00:00Z</FrDtTm><ToDtTm>${day}T23:59:59Z</ToDtTm></FrToDt><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
${balance('OPBD', openingMinor)}${balance('CLBD', closingMinor)}
${rows.join('\n')}
</Stmt></BkToCstmrStmt></Document>
`;
}
