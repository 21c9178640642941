// SPDX-License-Identifier: Apache-2.0
/** Whether a record of the ledger, with the personal parts it commits to, speaks of one message. */
import { type Bytes, textOf, toBase64, utf8 } from '@stoa/kernel/asic';
import { commits, type LedgerRecord } from './ledger.ts';
import type { Signed } from './signed.ts';

export interface PersonalPart {
  readonly field: string;
  readonly salt: string;
  readonly value: string;
}

export function readPersonal(bytes: Bytes | undefined): PersonalPart[] | undefined {
  try {
    const parts = JSON.parse(textOf(bytes ?? utf8('[]'))) as PersonalPart[];
    for (const { value } of parts) JSON.parse(value);
    return parts.every(({ field, salt }) => typeof field === 'string' && typeof salt === 'string') ? parts : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the record in the ledger speaks of these very bytes: signature, digest, sender, address. */
export async function recordHolds(
  { facts, commitments }: LedgerRecord,
  signed: Signed | undefined,
  personal: readonly PersonalPart[],
  head: Bytes | undefined,
): Promise<boolean> {
  for (const { field, salt, value } of personal) if (!(await commits(commitments?.[field], salt, value))) return false;
  const parts = new Map(personal.map(({ field, value }) => [field, JSON.parse(value) as string]));
  const request = facts.method !== undefined;
  const target = parts.get('target') ?? '';
  const expected = request ? requestParts(facts, parts) : responseParts(facts);
  const start = request ? `${facts.method} ${target} HTTP/1.1` : `HTTP/1.1 ${facts.status}`;
  if (head && !headHolds(textOf(head), start, facts, signed)) return false;
  if (!signed) return true;
  const { components } = signed;
  const query = components.get('@query') ?? '';
  return (
    statedBy(facts, signed) &&
    facts.contentDigest === components.get('content-digest') &&
    (!request || target === (components.get('@path') ?? '') + (query === '?' ? '' : query)) &&
    Object.entries(expected).every(([name, value]) => (components.get(name) ?? '') === String(value ?? '').trim())
  );
}

/** What the signed components say, by what the record states and commits to. */
const requestParts = (facts: LedgerRecord['facts'], personal: ReadonlyMap<string, string>) => ({
  '@method': facts.method,
  '@authority': String(facts.authority ?? '').toLowerCase(),
  'x-road-client': facts.client,
  'x-road-id': facts.transportId ?? facts.messageId,
  'x-road-issue': facts.kind === 'sync' ? facts.issue : facts.statedIssue,
  'x-road-userid': personal.get('userId'),
  'x-road-represented-party': personal.get('representedParty'),
  'x-stoa-purpose': facts.statedPurpose,
  'x-stoa-parts': facts.parts,
});
const responseParts = (facts: LedgerRecord['facts']) => ({
  '@status': facts.status,
  'x-road-id': facts.messageId,
  'x-road-request-hash': facts.requestHash,
});

/** The record repeats the signature, and names the certificate or the session with whose key it was made. */
function statedBy(facts: LedgerRecord['facts'], { parameters, signature, keyId, nonce, algorithm }: Signed): boolean {
  const label = String(facts.signatureInput).split('=', 1)[0];
  const unknown = facts.outcome === 'refused' && facts.keyId === undefined && facts.sessionId === undefined;
  const named =
    algorithm === 'hmac-sha256' ? facts.sessionId === keyId && String(facts.seq) === nonce : facts.keyId === keyId;
  return (
    facts.signatureInput === `${label}=${parameters}` &&
    facts.signature === `${label}=:${toBase64(signature)}:` &&
    (named || unknown)
  );
}

/** Each header of the head is one that was signed, or the signature itself. */
function headHolds(head: string, start: string, facts: LedgerRecord['facts'], signed: Signed | undefined): boolean {
  const [first, ...lines] = head.split('\n').filter(Boolean);
  const known = new Map<string, unknown>([
    ...(signed?.components ?? []),
    ['host', facts.authority],
    ['signature-input', facts.signatureInput],
    ['signature', facts.signature],
  ]);
  return (
    first === start &&
    (!signed ||
      lines.every((line) => known.get(line.slice(0, line.indexOf(': '))) === line.slice(line.indexOf(': ') + 2)))
  );
}
