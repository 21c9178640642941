// SPDX-License-Identifier: Apache-2.0
/** What becomes of payments, by their account: for trying things out each end of an account number means something. */
import type { PaymentFile } from './pain.ts';

export interface Payment {
  readonly endToEndId: string;
  readonly amountMinor: number;
  /** Refused so (ISO 20022 code). */
  readonly reason?: string;
  /** Settled, and given back later so. */
  readonly returns?: string;
}
/** Ends of account numbers: refused at once (no such account, blocked), or given back after it was settled (closed). */
export const refusedEnds: Readonly<Record<string, string>> = { '0101': 'AC01', '0606': 'AC06' };
export const returnedEnds: Readonly<Record<string, string>> = { '0404': 'AC04' };

const validIban = (iban: string): boolean => {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((sign) => Number.parseInt(sign, 36)).join('');
  return BigInt(digits) % 97n === 1n;
};

/** The whole file is refused where its control sums are not those of its payments. */
export function judged(file: PaymentFile, paidBefore: (endToEndId: string) => boolean): Payment[] {
  const sum = file.transfers.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const whole = file.count === file.transfers.length && file.sumMinor === sum;
  const seen = new Set<string>();
  return file.transfers.map(({ endToEndId, amountMinor, iban }) => {
    const end = iban.slice(-4);
    const twice = seen.has(endToEndId) || paidBefore(endToEndId);
    seen.add(endToEndId);
    const reason = !whole
      ? 'AM10'
      : twice
        ? 'AM05'
        : amountMinor <= 0
          ? 'AM01'
          : validIban(iban)
            ? refusedEnds[end]
            : 'AC01';
    if (reason) return { endToEndId, amountMinor, reason };
    const returns = returnedEnds[end];
    return { endToEndId, amountMinor, ...(returns ? { returns } : {}) };
  });
}

/** pain.002.001.10: settled whole, refused whole, or payment by payment. */
export function writeReport({ messageId }: PaymentFile, payments: readonly Payment[]): string {
  const refused = payments.filter(({ reason }) => reason !== undefined);
  const group = refused.length === 0 ? 'ACSC' : refused.length === payments.length ? 'RJCT' : 'PART';
  const why = (reason: string | undefined) => (reason ? `<StsRsnInf><Rsn><Cd>${reason}</Cd></Rsn></StsRsnInf>` : '');
  const rows = payments.map(
    ({ endToEndId, reason }) =>
      `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId><TxSts>${reason ? 'RJCT' : 'ACSC'}</TxSts>${why(reason)}</TxInfAndSts>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R${messageId.slice(0, 34)}</MsgId><CreDtTm>${new Date().toISOString()}</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>${group}</GrpSts>${group === 'RJCT' ? why(refused[0]?.reason) : ''}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}</OrgnlPmtInfId>${rows.join('\n')}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>
`;
}
