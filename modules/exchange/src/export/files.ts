// SPDX-License-Identifier: Apache-2.0
/** The data objects of an evidence container: each message with its proof, and where the ledger holds it. */
import { X509Certificate } from 'node:crypto';
import { canonicalJson, refuse, type Tx } from '@stoa/kernel';
import { inclusionProof, storedRanges } from '@stoa/kernel/ledger';
import { type Signer, signersOf } from '../evidence.ts';
import { bodyOf, factsOf, findMessages, headOf, type MessageRow, proofOf } from '../message-proof.ts';
import type { ContainerFile } from '../verifier/container.ts';
import { readme } from './readme.ts';

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
  const open = messages.some(({ leaf_index: index }) => index === null);
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
      'The ledger has not signed these messages yet. It does so every minute: please try again then.',
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
  authorityPem: string,
  entryId: string,
  withBodies: boolean,
): Promise<{ files: ContainerFile[]; messageId: string }> {
  const messages = await exchangeWith(tx, entryId);
  const checkpoint = await checkpointOver(tx, messages);
  const signers = await signersOf(tx, messages);
  const ledgerKey = tx.module.keys.publicKey('ledger').export({ format: 'pem', type: 'spki' }).toString();
  const files = [
    text('README.txt', readme),
    text('authority.pem', authorityPem),
    text('ledger-key.pem', ledgerKey),
    text('checkpoint.txt', checkpoint.note),
    ...(checkpoint.timestamp_token ? [bytes('checkpoint.tst', checkpoint.timestamp_token)] : []),
  ];
  for (const [i, row] of messages.entries()) {
    const folder = `${i + 1}-${row.direction}`;
    files.push(...messageFiles(folder, row, signers), await placeFile(tx, folder, row, checkpoint.size));
    const body = withBodies ? await bodyOf(tx.module, row) : undefined;
    if (body?.length) files.push(bytes(`${folder}/body`, body));
  }
  return { files, messageId: messages[0]?.message_id ?? '' };
}

function messageFiles(folder: string, row: MessageRow, signers: ReadonlyMap<string, Signer>): ContainerFile[] {
  const head = headOf(row);
  const proof = proofOf(row);
  const signer = signers.get(proof?.keyId ?? '');
  const committed = row.personal.map(({ field, salt, value }) => ({ field, salt, value: canonicalJson(value) }));
  const headers = Object.entries(head?.headers ?? {}).filter(([, value]) => value);
  return [
    text(`${folder}/record.json`, row.record, 'application/json'),
    text(`${folder}/personal.json`, `${JSON.stringify(committed, null, 2)}\n`, 'application/json'),
    ...(head
      ? [text(`${folder}/head.txt`, `${head.startLine}\n${headers.map((pair) => `${pair.join(': ')}\n`).join('')}`)]
      : []),
    ...(proof
      ? [bytes(`${folder}/signature-base.txt`, proof.base), bytes(`${folder}/signature.bin`, proof.signature.bytes)]
      : []),
    ...(signer ? [text(`${folder}/signer.pem`, new X509Certificate(signer.pem).toString())] : []),
  ];
}

/** Siblings from the leaf to the root, each with the side it stands on. */
async function placeFile(tx: Tx, folder: string, row: MessageRow, size: number): Promise<ContainerFile> {
  const index = row.leaf_index ?? 0;
  const proof = await inclusionProof(storedRanges(tx.query), index, size);
  const sides = sidesOf(index, size);
  const lines = proof.map((node, i) => `${sides[i]} ${node.toString('hex')}\n`);
  return text(`${folder}/inclusion.txt`, `leaf ${index} of ${size}\n${lines.join('')}`);
}

/** On which side of the path each sibling stands, in the order of an audit path (RFC 6962 section 2.1.1). */
export function sidesOf(index: number, size: number): ('left' | 'right')[] {
  if (size <= 1) return [];
  const half = 2 ** Math.floor(Math.log2(size - 1));
  return index < half ? [...sidesOf(index, half), 'right'] : [...sidesOf(index - half, size - half), 'left'];
}
