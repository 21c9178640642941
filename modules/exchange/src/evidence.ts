// SPDX-License-Identifier: Apache-2.0
/** Logged messages with their signatures checked again, from nothing but the log and the signers' certificates. */
import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Tx } from '@stoa/kernel';
import { leafHash } from '@stoa/kernel/ledger';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { MessageEvidence } from './contract.ts';
import { openBody } from './hub/body-encryption.ts';
import { readStoredBody } from './hub/stored-body.ts';
import {
  digestFits,
  readSignature,
  requestBase,
  responseBase,
  rootDueMs,
  rootHolds,
  type Signature,
  signatureHolds,
} from './wire/index.ts';

interface Row {
  entry_id: string;
  message_id: string;
  direction: MessageEvidence['direction'];
  kind: MessageEvidence['kind'];
  client_id: string;
  target: string;
  issue: string | null;
  outcome: MessageEvidence['outcome'];
  code: string | null;
  at: Date;
  record: string;
  leaf_index: number | null;
  request_target: string | null;
  user_id: string | null;
  represented_party: string | null;
  body: Buffer | null;
  session_id: string | null;
  seq: number | null;
  session_closed: boolean;
  root_first: number | null;
  root_leaves: Buffer | null;
  root_key_id: string | null;
  root_signature: Buffer | null;
}

interface Facts {
  method?: string;
  authority?: string;
  status?: number;
  messageId: string;
  transportId?: string;
  client: string;
  issue?: string;
  contentDigest?: string;
  signatureInput?: string;
  signature?: string;
  keyId?: string;
  requestHash?: string;
  /** The body stands in chunks of its own. */
  bodyId?: string;
  /** `X-Stoa-Purpose` as sent. */
  statedPurpose?: string;
  /** The log has the digest of the body, not the body. */
  bodyApart?: boolean;
}

export async function listMessages(
  tx: Tx,
  input: InputOf<typeof contract.listMessages>,
): Promise<{ items: MessageEvidence[]; nextCursor?: string }> {
  const limit = input.limit ?? 20;
  const { rows } = await tx.query<Row>(
    `select m.*, e.record, e.leaf_index, t.value #>> '{}' as request_target, u.value #>> '{}' as user_id, q.value #>> '{}' as represented_party, b.content as body,
       s.closed_at is not null as session_closed, r.first_seq as root_first, r.leaves as root_leaves, r.key_id as root_key_id,
       r.signature as root_signature
     from message m join ledger_entry e on e.id = m.entry_id
     left join session s on s.id = m.session_id
     left join session_root r on r.session_id = m.session_id and r.side = 'connector' and m.seq between r.first_seq and r.last_seq
     left join ledger_personal t on t.entry_id = m.entry_id and t.field = 'target'
     left join ledger_personal u on u.entry_id = m.entry_id and u.field = 'userId'
     left join ledger_personal q on q.entry_id = m.entry_id and q.field = 'representedParty'
     left join ledger_blob b on b.entry_id = m.entry_id and b.name = 'body'
     where ($1::text is null or m.issue = $1) and ($2::text is null or m.message_id = $2) and ($3::text is null or m.outcome = $3)
       and ($4::uuid is null or m.entry_id > $4)
     order by m.entry_id limit $5`,
    [input.issue ?? null, input.messageId ?? null, input.outcome ?? null, input.cursor ?? null, limit + 1],
  );
  const certificates = await signersOf(tx, rows);
  const items: MessageEvidence[] = [];
  for (const row of rows.slice(0, limit)) items.push(await evidenceOf(tx, row, certificates));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: last.entryId } : { items };
}

const factsOf = (row: Row) => (JSON.parse(row.record) as { facts: Facts }).facts;

async function signersOf(tx: Tx, rows: readonly Row[]): Promise<Map<string, { subsystem: string; pem: string }>> {
  const ids = [...new Set(rows.map((row) => row.root_key_id ?? factsOf(row).keyId).filter(Boolean))];
  const found = await tx.query<{ key_id: string; subsystem_id: string; pem: string }>(
    'select key_id, subsystem_id, pem from certificate where key_id = any($1)',
    [ids],
  );
  return new Map(found.rows.map((row) => [row.key_id, { subsystem: row.subsystem_id, pem: row.pem }]));
}

async function evidenceOf(
  tx: Tx,
  row: Row,
  certificates: Map<string, { subsystem: string; pem: string }>,
): Promise<MessageEvidence> {
  const facts = factsOf(row);
  const signer = certificates.get(row.root_key_id ?? facts.keyId ?? '');
  return {
    entryId: row.entry_id,
    messageId: row.message_id,
    direction: row.direction,
    kind: row.kind,
    client: row.client_id,
    target: row.target,
    ...(row.issue ? { issue: row.issue } : {}),
    outcome: row.outcome,
    ...(row.code ? { code: row.code } : {}),
    at: row.at.toISOString(),
    signature: await signatureState(tx, row, facts, signer?.pem),
    ...(signer ? { signer: signer.subsystem } : {}),
    ...(row.leaf_index === null ? {} : { leafIndex: row.leaf_index }),
  };
}

/** Whether the sender's key stands behind the logged message: by a signature of its own, or by a signed session root. */
async function signatureState(
  tx: Tx,
  row: Row,
  facts: Facts,
  pem: string | undefined,
): Promise<MessageEvidence['signature']> {
  if (!facts.signature) return 'none';
  const message = await loggedMessage(tx, row, facts);
  if (!message) return 'invalid';
  const { signature, base } = message;
  if (row.session_id !== null && !row.root_leaves)
    return row.session_closed || tx.now.getTime() - row.at.getTime() > rootDueMs * 2 ? 'unproven' : 'pending';
  if (!pem) return 'none';
  const key = createPublicKey(new X509Certificate(pem).publicKey.export({ format: 'pem', type: 'spki' }));
  const holds = row.session_id === null ? signatureHolds(signature, base, key) : rootCovers(row, base, key);
  return holds ? 'valid' : 'invalid';
}

/** The message's leaf stands at its place under the root that the sender signed. */
function rootCovers(row: Row, base: Buffer, key: KeyObject): boolean {
  const { session_id: sessionId, seq, root_leaves: leaves, root_first: first, root_signature: signature } = row;
  if (!sessionId || !leaves || !signature || seq === null || first === null) return false;
  const at = (seq - first) * 32;
  const signed = { first, leaves: leaves.toString('base64'), keyId: '', signature: signature.toString('base64') };
  return leaves.subarray(at, at + 32).equals(leafHash(base)) && rootHolds(sessionId, 'connector', signed, key);
}

/** Signature and signature base put together again from the log; undefined when body or digest do not fit. */
async function loggedMessage(
  tx: Tx,
  row: Row,
  facts: Facts,
): Promise<{ signature: Signature; base: Buffer } | undefined> {
  const common = {
    'content-digest': facts.contentDigest,
    'signature-input': facts.signatureInput,
    signature: facts.signature,
  };
  const signature = readSignature(common);
  if (!signature || !(await bodyHolds(tx, row, facts))) return undefined;
  const base =
    facts.status === undefined
      ? requestBase(
          {
            method: facts.method ?? '',
            authority: facts.authority ?? '',
            target: row.request_target ?? '',
            headers: {
              ...common,
              'x-road-client': row.client_id,
              'x-road-id': facts.transportId ?? facts.messageId,
              'x-road-issue': row.kind === 'mailbox' ? undefined : facts.issue,
              'x-road-userid': row.user_id ?? undefined,
              'x-stoa-purpose': facts.statedPurpose,
              'x-road-represented-party': row.represented_party ?? undefined,
            },
          },
          signature,
        )
      : responseBase(
          {
            status: facts.status,
            headers: { ...common, 'x-road-id': facts.messageId, 'x-road-request-hash': facts.requestHash },
          },
          signature,
        );
  return base && { signature, base };
}

/** Whether the stored body has the digest that was signed; a file of the mailbox is checked where it is stored. */
async function bodyHolds({ module }: Tx, row: Row, { bodyApart, bodyId, contentDigest }: Facts): Promise<boolean> {
  if (bodyApart) return true;
  try {
    if (!bodyId)
      return digestFits(contentDigest, row.body ? openBody(module.keys, row.client_id, row.body) : Buffer.alloc(0));
    const digest = createHash('sha256');
    for await (const chunk of readStoredBody(module, row.client_id, bodyId)) digest.update(chunk);
    return contentDigest === `sha-256=:${digest.digest('base64')}:`;
  } catch {
    return false;
  }
}
