// SPDX-License-Identifier: Apache-2.0
/** One message of a container: who signed it, whether this is what was signed, whether the ledger holds it. */
import {
  type Bytes,
  fromBase64,
  fromPem,
  type Issuers,
  issuersOf,
  type KnownCertificate,
  maySign,
  readCertificate,
  type RevocationList,
  revokedAt,
  textOf,
  utf8,
  validAt,
} from '@stoa/kernel/asic';
import { type Checkpoint, leadsTo, type LedgerRecord, recordOf } from './ledger.ts';
import { readPersonal, recordHolds } from './record.ts';
import { check, type Check, holds, type MessageReport } from './report.ts';
import { readSessionRoot, standsUnder } from './session-root.ts';
import { digestFits, madeBy, readSigned, type Signed } from './signed.ts';

/** What all messages of a container are checked against. */
export interface Against {
  readonly issuers: Issuers;
  readonly lists: readonly RevocationList[];
  readonly checkpoint: Checkpoint | undefined;
}

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
  const signed = readSigned(file);
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
  against: Against,
): Promise<Check[]> {
  const refused = record.facts.outcome === 'refused';
  if (!signed) {
    // Only the exchange's own entries, and what it refused, may stand without a signature.
    if (refused) return [check('message-refused', 'note')];
    return [check('message-signature', record.facts.signature ? 'bad' : 'note', { signer: '' })];
  }
  const body = await bodyCheck(signed, file('body'), file('part-inclusion.txt'));
  const root = signed.algorithm === 'hmac-sha256' && readSessionRoot(file);
  if (root === undefined) return [check(refused ? 'message-refused' : 'message-unproven', 'note'), body];
  const der = fromPem(textOf(file('signer.pem') ?? utf8('')), 'CERTIFICATE');
  const signer = der && (await readCertificate(der));
  const name = { signer: signer?.name ?? '' };
  const own = root
    ? [
        holds('message-root', signer !== undefined && (await madeBy(signer, root.signature, root.statement)), name),
        holds('message-leaf', await standsUnder(root, signed)),
      ]
    : [
        holds(
          'message-signature',
          signer !== undefined && (await madeBy(signer, signed.signature, signed.base, signed.algorithm)),
          name,
        ),
      ];
  if (refused && own.some(({ state }) => state === 'bad')) return [check('message-refused', 'note')];
  // The certificate behind a root is named after the record was written.
  const named = root ? true : signer?.fingerprint === record.facts.keyId;
  const speaks = signer !== undefined && named && (await maySpeak(signer, record, refused, against));
  return [...own, holds('message-signer', speaks, name), body];
}

async function maySpeak(
  signer: KnownCertificate,
  record: LedgerRecord,
  refused: boolean,
  { issuers, lists }: Against,
): Promise<boolean> {
  const at = new Date(record.at);
  const behind = await issuersOf(signer, issuers, at);
  const ended = [signer, ...(behind ?? [])].map((one) => revokedAt(lists, one));
  return (
    behind !== undefined &&
    maySign(signer) &&
    validAt(signer, at) &&
    !ended.some((end) => end && end <= at) &&
    (refused || isSender(record, signer.name))
  );
}

/** A request, and everything in a mailbox, is signed by its sender; an answer by the system that offers the service. */
const isSender = ({ facts }: LedgerRecord, name: string): boolean =>
  facts.status === undefined ? name === facts.client : String(facts.target).startsWith(`${name}/`);

/** @param place of one of several messages in the body that was signed */
async function bodyCheck({ components }: Signed, body: Bytes | undefined, place: Bytes | undefined): Promise<Check> {
  const expected = components.get('content-digest') ?? '';
  if (place) {
    if (!body) return check('message-body', 'note', { bytes: 0 });
    const [root = ''] = /^[A-Za-z0-9+/]{43}=$/.exec(components.get('x-stoa-parts') ?? '') ?? [];
    return holds('message-body', await leadsTo(body, textOf(place), fromBase64(root)), { bytes: body.length });
  }
  if (body) return holds('message-body', await digestFits(expected, body), { bytes: body.length });
  const empty = await digestFits(expected, new Uint8Array());
  return check('message-body', empty ? 'good' : 'note', { bytes: 0 });
}
