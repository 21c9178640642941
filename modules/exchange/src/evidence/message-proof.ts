// SPDX-License-Identifier: Apache-2.0
/** A logged message as it was sent, and what proves who sent it. */
import { createHash } from 'node:crypto';
import { type ModuleRuntime, retentionDays, type Tx } from '@stoa/kernel';
import type { MessageEvidence } from '../contract.ts';
import { openBody, readChunk, readStoredBody } from '../log/index.ts';
import {
  digestFits,
  partsHeader,
  readSignature,
  requestBase,
  responseBase,
  rootDueMs,
  type Signature,
  standsAt,
} from '../wire/index.ts';

export interface MessageRow {
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
  /** `salt` in hex, `value` as it was committed to only after `canonicalJson`. */
  personal: { field: string; salt: string; value: unknown }[];
  /** Sealed. */
  body: Buffer | null;
  session_id: string | null;
  seq: number | null;
  session_closed: boolean;
  root_first: number | null;
  root_leaves: Buffer | null;
  root_key_id: string | null;
  root_signature: Buffer | null;
}

/** What the record of a message states. */
export interface MessageFacts {
  method?: string;
  authority?: string;
  status?: number;
  messageId: string;
  transportId?: string;
  requestId?: string;
  client: string;
  issue?: string;
  contentDigest?: string;
  signatureInput?: string;
  signature?: string;
  /** Certificate whose key signed the message itself. */
  keyId?: string;
  requestHash?: string;
  /** The body stands in chunks of its own. */
  bodyId?: string;
  /** The log has the digest of the body, not the body: a file of the mailbox is where files are. */
  bodyApart?: boolean;
  /** `X-Stoa-Purpose` as sent. */
  statedPurpose?: string;
  /** `X-Road-Issue` as sent with a message of the mailbox, whose own issue is in its body. */
  statedIssue?: string;
  /** Root over the messages that came in one signed body. */
  parts?: string;
  /** Way from this one of them to that root; the logged body is its own part alone. */
  partPath?: string;
}

/** Rows of messages; `where` names them `m` and their ledger entries `e`. */
export async function findMessages(tx: Tx, where: string, values: readonly unknown[]): Promise<MessageRow[]> {
  const { rows } = await tx.query<MessageRow>(
    `select m.*, e.record, e.leaf_index, b.content as body,
       s.closed_at is not null as session_closed, r.first_seq as root_first, r.leaves as root_leaves,
       r.key_id as root_key_id, r.signature as root_signature,
       (select coalesce(jsonb_agg(jsonb_build_object('field', p.field, 'salt', encode(p.salt, 'hex'), 'value', p.value) order by p.field), '[]')
        from ledger_personal p where p.entry_id = m.entry_id) as personal
     from message m join ledger_entry e on e.id = m.entry_id
     left join session s on s.id = m.session_id
     left join session_root r on r.session_id = m.session_id and r.side = 'connector' and m.seq between r.first_seq and r.last_seq
     left join ledger_blob b on b.entry_id = m.entry_id and b.name = 'body'
     where ${where}`,
    values,
  );
  return rows;
}

export const factsOf = (row: MessageRow): MessageFacts => (JSON.parse(row.record) as { facts: MessageFacts }).facts;

/**
 * The body in the clear; empty where there was none, where it stands apart, was erased, or is larger than the limit.
 * Throws when it does not open.
 */
export async function bodyOf(module: ModuleRuntime, row: MessageRow, limit: number): Promise<Buffer> {
  const { bodyId } = factsOf(row);
  if (!bodyId) return row.body ? openBody(module.keys, row.client_id, row.body) : Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of readStoredBody(module, row.client_id, bodyId)) {
    size += chunk.length;
    if (size > limit) return Buffer.alloc(0);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Whether the logged body has the digest that was signed, or stands under the root that was; a file of the mailbox is
 * checked where it is stored.
 */
export async function bodyHolds(module: ModuleRuntime, row: MessageRow, contentDigest: string): Promise<boolean> {
  const { bodyApart, bodyId, parts, partPath } = factsOf(row);
  if (bodyApart) return true;
  try {
    if (!bodyId) {
      const body = row.body ? openBody(module.keys, row.client_id, row.body) : Buffer.alloc(0);
      return partPath === undefined ? digestFits(contentDigest, body) : standsAt(partPath, body, parts);
    }
    const digest = createHash('sha256');
    for await (const chunk of readStoredBody(module, row.client_id, bodyId)) digest.update(chunk);
    return contentDigest === `sha-256=:${digest.digest('base64')}:`;
  } catch {
    return false;
  }
}

/** Whether the body is gone and its term over: what is gone before that was taken away. */
export async function bodyErased(module: ModuleRuntime, row: MessageRow): Promise<boolean> {
  const days = retentionDays(module, 'exchange.bodies');
  if (days === undefined || row.at.getTime() > module.clock.now().getTime() - days * 86_400_000) return false;
  const { bodyId } = factsOf(row);
  if (bodyId) return !(await readChunk(module, bodyId, 0));
  const { blobs } = JSON.parse(row.record) as { blobs?: { body?: string } };
  return blobs?.body !== undefined && !row.body;
}

interface Head {
  readonly startLine: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The parts of the head that are logged; undefined when the exchange itself, not a party, made the entry. */
export function headOf(row: MessageRow): Head | undefined {
  const facts = factsOf(row);
  const signed = {
    'content-digest': facts.contentDigest,
    'signature-input': facts.signatureInput,
    signature: facts.signature,
  };
  if (facts.status !== undefined) {
    const headers = { 'x-road-id': facts.messageId, 'x-road-request-hash': facts.requestHash, ...signed };
    return { startLine: `HTTP/1.1 ${facts.status}`, headers };
  }
  if (facts.method === undefined) return undefined;
  const personal = (field: string) => row.personal.find((part) => part.field === field)?.value as string | undefined;
  const headers = {
    host: facts.authority,
    'x-road-client': row.client_id,
    'x-road-id': facts.transportId ?? facts.messageId,
    'x-road-issue': row.kind === 'sync' ? facts.issue : facts.statedIssue,
    'x-road-userid': personal('userId'),
    'x-road-represented-party': personal('representedParty'),
    'x-stoa-purpose': facts.statedPurpose,
    [partsHeader]: facts.parts,
    ...signed,
  };
  return { startLine: `${facts.method} ${personal('target') ?? ''} HTTP/1.1`, headers };
}

/** A root that the sender signed over consecutive messages of a session, this one among them. */
export interface RootProof {
  readonly sessionId: string;
  readonly seq: number;
  /** Number of the first message it covers. */
  readonly first: number;
  /** 32 bytes a message. */
  readonly leaves: Buffer;
  readonly signature: Buffer;
}

/** What was signed, the signature or MAC over it, and the certificate that stands behind it. */
export interface MessageProof {
  readonly signature: Signature;
  readonly base: Buffer;
  readonly contentDigest: string;
  /** Whose key signed the message, or the root it stands under; undefined while a message with a MAC has no root. */
  readonly keyId: string | undefined;
  readonly root?: RootProof;
}

/** What proves this message to a third party; undefined when its sender signed nothing that counts here. */
export function proofOf(row: MessageRow): MessageProof | undefined {
  const head = headOf(row);
  const { keyId, authority = '', contentDigest, method = '', status } = factsOf(row);
  const signature = head && readSignature(head.headers);
  if (!signature || !contentDigest) return undefined;
  const target = head.startLine.split(' ')[1] ?? '';
  const { headers } = head;
  const base =
    status === undefined
      ? requestBase({ method, authority, target, headers }, signature)
      : responseBase({ status, headers }, signature);
  if (!base) return undefined;
  const message = { signature, base, contentDigest };
  if (signature.algorithm !== 'hmac-sha256') return { ...message, keyId };
  const { session_id: sessionId, seq, root_first: first, root_leaves: leaves, root_signature: rootSignature } = row;
  if (sessionId === null || seq === null || first === null || !leaves || !rootSignature)
    return { ...message, keyId: undefined };
  const root = { sessionId, seq, first, leaves, signature: rootSignature };
  return { ...message, keyId: row.root_key_id ?? undefined, root };
}

/** Whether a message of a session without a root may still get one, or is left without for good. */
export function rootState(row: MessageRow, now: Date): 'pending' | 'unproven' | undefined {
  if (row.session_id === null || row.root_leaves) return undefined;
  return row.session_closed || now.getTime() - row.at.getTime() > rootDueMs * 2 ? 'unproven' : 'pending';
}
