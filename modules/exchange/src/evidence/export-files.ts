// SPDX-License-Identifier: Apache-2.0
/** The data objects of an evidence container: each message with its proof, and where the ledger holds it. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonicalJson, refuse, type Tx } from '@stoa/kernel';
import { inclusionProof, type RangeHash, rangesOf, storedRanges } from '@stoa/kernel/ledger';
import { certificatesIn } from '@stoa/kernel/keys';
import { anchored, type Authority } from '../certificates/index.ts';
import { type Signer, signersOf } from './checked-messages.ts';
import {
  bodyOf,
  factsOf,
  findMessages,
  headOf,
  type MessageProof,
  type MessageRow,
  proofOf,
  type RootProof,
  rootState,
} from './message-proof.ts';
import type { ContainerFile } from '@stoa/kernel/asic';
import { merkleRoot, rootStatement } from '../wire/index.ts';

/** What a stranger with nothing but this container and openssl needs to know; part of every container. */
const readme = readFileSync(new URL('export-readme.txt', import.meta.url), 'utf8');

/** Larger bodies are left out, bytes: their digests are proven without them. */
const largestBody = 32 * 1024 * 1024;

interface Checkpoint {
  size: number;
  note: string;
  timestamp_token: Buffer | null;
}

/**
 * All messages of the exchange that the entry belongs to, in the order of the log.
 * Refuses `exchange.message-unknown`.
 */
async function exchangeWith(tx: Tx, entryId: string): Promise<MessageRow[]> {
  const [asked] = await findMessages(tx, 'm.entry_id = $1', [entryId]);
  if (!asked) return refuse('missing', 'exchange.message-unknown', 'The log holds no message under this identifier.');
  const { requestId } = factsOf(asked);
  // A caller may use an id twice; the hub's own id of the call tells such calls apart.
  if (asked.kind === 'sync' && !requestId) return [asked];
  return findMessages(
    tx,
    `m.message_id = $1 and m.kind = $2 and ($3::text is null or e.record::jsonb #>> '{facts,requestId}' = $3)
     order by m.entry_id`,
    [asked.message_id, asked.kind, asked.kind === 'sync' ? requestId : null],
  );
}

/** The earliest checkpoint over all the messages, one with a time stamp before one without. */
async function checkpointOver(tx: Tx, messages: readonly MessageRow[]): Promise<Checkpoint> {
  const open = messages.some((row) => row.leaf_index === null || rootState(row, tx.now) === 'pending');
  const last = Math.max(...messages.map(({ leaf_index: index }) => index ?? 0));
  const { rows } = await tx.query<Checkpoint>(
    `select size, note, timestamp_token from ledger_checkpoint where size > $1
     order by timestamp_token is null, size limit 1`,
    [last],
  );
  if (open || !rows[0])
    refuse(
      'conflict',
      'exchange.evidence-not-sealed',
      'The ledger or a sender has not signed these messages yet, as they do within a minute. Please try again then.',
    );
  return rows[0];
}

const text = (name: string, content: string, mimeType = 'text/plain'): ContainerFile => ({
  name,
  mimeType,
  content: Buffer.from(content),
});
const bytes = (name: string, content: Buffer): ContainerFile => ({
  name,
  mimeType: 'application/octet-stream',
  content,
});

/** @param withBodies false leaves out what the messages say */
export async function evidenceFiles(
  tx: Tx,
  authority: Authority,
  entryId: string,
  withBodies: boolean,
): Promise<{ files: ContainerFile[]; messageId: string }> {
  const messages = await exchangeWith(tx, entryId);
  const checkpoint = await checkpointOver(tx, messages);
  const signers = await signersOf(tx, messages);
  const ledgerKey = tx.module.keys.publicKey('ledger').export({ format: 'pem', type: 'spki' }).toString();
  const files = [
    text('README.txt', readme),
    text('authority.pem', authority.anchorPem),
    ...intermediatesFile(authority, signers),
    text('ledger-key.pem', ledgerKey),
    text('checkpoint.txt', checkpoint.note),
    ...(checkpoint.timestamp_token ? [bytes('checkpoint.tst', checkpoint.timestamp_token)] : []),
  ];
  for (const [i, row] of messages.entries()) {
    const folder = `${i + 1}-${row.direction}`;
    files.push(...(await messageFiles(folder, row, signers)), await ledgerPlace(tx, folder, row, checkpoint.size));
    const body = withBodies ? await bodyOf(tx.module, row, largestBody) : undefined;
    if (body?.length) files.push(bytes(`${folder}/body`, body));
  }
  return { files, messageId: messages[0]?.message_id ?? '' };
}

/** Certificates between the signers' and the authority's; no file where there are none. */
function intermediatesFile(authority: Authority, signers: ReadonlyMap<string, Signer>): ContainerFile[] {
  const { intermediates } = anchored(authority);
  const own = [...signers.values()].flatMap(({ pem }) => certificatesIn(pem).slice(1));
  const pems = new Set([...intermediates, ...own].map(String));
  return pems.size > 0 ? [text('intermediates.pem', [...pems].join(''))] : [];
}

async function messageFiles(
  folder: string,
  row: MessageRow,
  signers: ReadonlyMap<string, Signer>,
): Promise<ContainerFile[]> {
  const head = headOf(row);
  const proof = proofOf(row);
  const signer = signers.get(proof?.keyId ?? '');
  const committed = row.personal.map(({ field, salt, value }) => ({ field, salt, value: canonicalJson(value) }));
  const headers = Object.entries(head?.headers ?? {}).filter(([, value]) => value);
  const { partPath } = factsOf(row);
  return [
    text(`${folder}/record.json`, row.record, 'application/json'),
    text(`${folder}/personal.json`, `${JSON.stringify(committed, null, 2)}\n`, 'application/json'),
    ...(head
      ? [text(`${folder}/head.txt`, `${head.startLine}\n${headers.map((pair) => `${pair.join(': ')}\n`).join('')}`)]
      : []),
    ...(partPath ? [text(`${folder}/part-inclusion.txt`, partPath)] : []),
    ...(proof ? await proofFiles(folder, proof) : []),
    ...(signer ? [text(`${folder}/signer.pem`, new X509Certificate(signer.pem).toString())] : []),
  ];
}

/** The sender's own signature; or the MAC, and the root that the sender signed over messages of the session. */
async function proofFiles(folder: string, { base, signature, root }: MessageProof): Promise<ContainerFile[]> {
  const mac = signature.algorithm === 'hmac-sha256';
  return [
    bytes(`${folder}/signature-base.txt`, base),
    bytes(`${folder}/${mac ? 'mac' : 'signature'}.bin`, signature.bytes),
    ...(root ? await rootFiles(folder, root) : []),
  ];
}

async function rootFiles(folder: string, root: RootProof): Promise<ContainerFile[]> {
  const { sessionId, seq, first, leaves, signature } = root;
  const all = Array.from({ length: leaves.length / 32 }, (_, i) => leaves.subarray(i * 32, i * 32 + 32));
  const statement = rootStatement(sessionId, 'connector', first, all.length, merkleRoot(all));
  return [
    text(`${folder}/session-root.txt`, statement.toString()),
    bytes(`${folder}/session-root.sig`, signature),
    text(`${folder}/session-inclusion.txt`, await placeOf(rangesOf(all), seq - first, all.length)),
  ];
}

async function ledgerPlace(tx: Tx, folder: string, row: MessageRow, size: number): Promise<ContainerFile> {
  return text(`${folder}/inclusion.txt`, await placeOf(storedRanges(tx.query), row.leaf_index ?? 0, size));
}

/** Siblings from the leaf to the root, each with the side it stands on. */
async function placeOf(ranges: RangeHash, index: number, size: number): Promise<string> {
  const proof = await inclusionProof(ranges, index, size);
  const sides = sidesOf(index, size);
  const lines = proof.map((node, i) => `${sides[i]} ${node.toString('hex')}\n`);
  return `leaf ${index} of ${size}\n${lines.join('')}`;
}

/** On which side of the path each sibling stands, in the order of an audit path (RFC 6962 section 2.1.1). */
export function sidesOf(index: number, size: number): ('left' | 'right')[] {
  if (size <= 1) return [];
  const half = 2 ** Math.floor(Math.log2(size - 1));
  return index < half ? [...sidesOf(index, half), 'right'] : [...sidesOf(index - half, size - half), 'left'];
}
