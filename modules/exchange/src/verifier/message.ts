// SPDX-License-Identifier: Apache-2.0
/** One message of a container: who signed it, whether this is what was signed, whether the ledger holds it. */
import type * as pkijs from 'pkijs';
import { type Bytes, fromPem, sha256, textOf, toBase64, utf8 } from './bytes.ts';
import { issuedBy, type KnownCertificate, maySign, readCertificate, revokedAt, validAt } from './certificates.ts';
import { type Checkpoint, commits, ed25519Holds, leadsTo, type LedgerRecord, recordOf } from './ledger.ts';
import { check, type Check, holds, type MessageReport } from './report.ts';

/** What all messages of a container are checked against. */
export interface Against {
  readonly authority: KnownCertificate;
  readonly crl: pkijs.CertificateRevocationList | undefined;
  readonly checkpoint: Checkpoint | undefined;
}

interface Signed {
  readonly base: Bytes;
  readonly signature: Bytes;
  /** Components by name, in the clear. */
  readonly components: ReadonlyMap<string, string>;
  readonly parameters: string;
}

interface PersonalPart {
  readonly field: string;
  readonly salt: string;
  readonly value: string;
}

const digestHeader = async (body: Uint8Array) => `sha-256=:${toBase64(await sha256(body))}:`;

export async function checkMessage(
  folder: string,
  file: (name: string) => Bytes | undefined,
  against: Against,
): Promise<MessageReport> {
  const recordBytes = file('record.json');
  const record = recordBytes && recordOf(recordBytes);
  const facts = record?.facts ?? {};
  const about = {
    folder,
    direction: String(facts.direction ?? ''),
    client: String(facts.client ?? ''),
    target: String(facts.target ?? ''),
    outcome: String(facts.outcome ?? ''),
    messageId: String(facts.messageId ?? ''),
    at: String(record?.at ?? ''),
  };
  if (!recordBytes || !record) return { ...about, checks: [check('message-record', 'bad')] };
  const signed = readSigned(file('signature-base.txt'), file('signature.bin'));
  const personal = readPersonal(file('personal.json'));
  const consistent = personal !== undefined && (await recordHolds(record, signed, personal, file('head.txt')));
  const { checkpoint } = against;
  const placed =
    checkpoint !== undefined &&
    record.ledger === checkpoint.origin &&
    (await leadsTo(recordBytes, textOf(file('inclusion.txt') ?? utf8('left none')), checkpoint.root));
  return {
    ...about,
    checks: [
      ...(await signatureChecks(record, signed, file, against)),
      holds('message-record', consistent),
      holds('message-ledger', placed),
    ],
  };
}

async function signatureChecks(
  record: LedgerRecord,
  signed: Signed | undefined,
  file: (name: string) => Bytes | undefined,
  { authority, crl }: Against,
): Promise<Check[]> {
  const refused = record.facts.outcome === 'refused';
  if (!signed) {
    // Only the exchange's own entries, and what it refused, may stand without a signature.
    if (refused) return [check('message-refused', 'note')];
    return [check('message-signature', record.facts.signature ? 'bad' : 'note', { signer: '' })];
  }
  const der = fromPem(textOf(file('signer.pem') ?? utf8('')), 'CERTIFICATE');
  const signer = der && (await readCertificate(der));
  const at = new Date(record.at);
  const spki = signer && new Uint8Array(signer.parsed.subjectPublicKeyInfo.toSchema().toBER());
  const valid = spki !== undefined && (await ed25519Holds(spki, signed.signature, signed.base));
  if (!valid && refused) return [check('message-refused', 'note')];
  const ended = signer && crl && revokedAt(crl, signer);
  const speaks =
    signer !== undefined &&
    (await issuedBy(signer, authority)) &&
    maySign(signer) &&
    validAt(signer, at) &&
    !(ended && ended <= at) &&
    signer.fingerprint === record.facts.keyId &&
    (refused || isSender(record, signer.name));
  const name = { signer: signer?.name ?? '' };
  return [
    holds('message-signature', valid, name),
    holds('message-signer', speaks, name),
    await bodyCheck(signed, file('body')),
  ];
}

/** A request, and everything in a mailbox, is signed by its sender; an answer by the system that offers the service. */
const isSender = ({ facts }: LedgerRecord, name: string): boolean =>
  facts.status === undefined ? name === facts.client : String(facts.target).startsWith(`${name}/`);

async function bodyCheck({ components }: Signed, body: Bytes | undefined): Promise<Check> {
  const expected = components.get('content-digest');
  if (body) return holds('message-body', expected === (await digestHeader(body)), { bytes: body.length });
  const empty = expected === (await digestHeader(new Uint8Array()));
  return check('message-body', empty ? 'good' : 'note', { bytes: 0 });
}

function readSigned(base: Bytes | undefined, signature: Bytes | undefined): Signed | undefined {
  if (!base || !signature) return undefined;
  const lines = textOf(base)
    .split('\n')
    .map((line) => /^"([a-z0-9@-]+)": (.*)$/.exec(line));
  const components = new Map(lines.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
  if (components.size !== lines.length || components.has('')) return undefined;
  return { base, signature, components, parameters: components.get('@signature-params') ?? '' };
}

function readPersonal(bytes: Bytes | undefined): PersonalPart[] | undefined {
  try {
    const parts = JSON.parse(textOf(bytes ?? utf8('[]'))) as PersonalPart[];
    for (const { value } of parts) JSON.parse(value);
    return parts.every(({ field, salt }) => typeof field === 'string' && typeof salt === 'string') ? parts : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the record in the ledger speaks of these very bytes: signature, digest, sender, address. */
async function recordHolds(
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
});
const responseParts = (facts: LedgerRecord['facts']) => ({
  '@status': facts.status,
  'x-road-id': facts.messageId,
  'x-road-request-hash': facts.requestHash,
});

/** The record repeats the signature, and names the certificate with which it was made. */
function statedBy(facts: LedgerRecord['facts'], { parameters, signature }: Signed): boolean {
  const label = String(facts.signatureInput).split('=', 1)[0];
  return (
    facts.signatureInput === `${label}=${parameters}` &&
    facts.signature === `${label}=:${toBase64(signature)}:` &&
    parameters.includes(`;keyid="${facts.keyId}"`)
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
