// SPDX-License-Identifier: Apache-2.0
/** A logged message as it was sent, and what proves who sent it. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { MessageEvidence } from './contract.ts';
import { openBody } from './hub/body-encryption.ts';
import { requestProof, responseProof, type SignatureProof } from './wire/index.ts';

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
  body: Buffer | null;
}

/** What the record of a message states. */
export interface MessageFacts {
  method?: string;
  status?: number;
  messageId: string;
  transportId?: string;
  requestId?: string;
  client: string;
  issue?: string;
  contentDigest?: string;
  signatureInput?: string;
  signature?: string;
  keyId?: string;
  requestHash?: string;
}

/** Rows of messages; `where` names them `m` and their ledger entries `e`. */
export async function findMessages(tx: Tx, where: string, values: readonly unknown[]): Promise<MessageRow[]> {
  const { rows } = await tx.query<MessageRow>(
    `select m.*, e.record, e.leaf_index, b.content as body,
       (select coalesce(jsonb_agg(jsonb_build_object('field', p.field, 'salt', encode(p.salt, 'hex'), 'value', p.value) order by p.field), '[]')
        from ledger_personal p where p.entry_id = m.entry_id) as personal
     from message m join ledger_entry e on e.id = m.entry_id
     left join ledger_blob b on b.entry_id = m.entry_id and b.name = 'body'
     where ${where}`,
    values,
  );
  return rows;
}

export const factsOf = (row: MessageRow): MessageFacts => (JSON.parse(row.record) as { facts: MessageFacts }).facts;

/** The body in the clear; empty where there was none or it was erased. Throws when it does not open. */
export const bodyOf = (module: ModuleRuntime, row: MessageRow): Buffer =>
  row.body ? openBody(module.keys, row.client_id, row.body) : Buffer.alloc(0);

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
    'x-road-client': row.client_id,
    'x-road-id': facts.transportId ?? facts.messageId,
    'x-road-issue': row.kind === 'sync' ? facts.issue : undefined,
    'x-road-userid': personal('userId'),
    ...signed,
  };
  return { startLine: `${facts.method} ${personal('target') ?? ''} HTTP/1.1`, headers };
}

/** The sender's signature over this very message, and the certificate whose key made it. */
export interface MessageProof extends SignatureProof {
  readonly kind: 'message-signature';
  readonly keyId: string;
  readonly contentDigest: string;
}

/** What proves this message to a third party; undefined when its sender signed nothing that counts here. */
export function proofOf(row: MessageRow): MessageProof | undefined {
  const head = headOf(row);
  const { keyId, contentDigest, method = '', status } = factsOf(row);
  if (!head || !keyId || !contentDigest) return undefined;
  const message = { headers: head.headers, body: Buffer.alloc(0) };
  const target = head.startLine.split(' ')[1] ?? '';
  const signed =
    status === undefined ? requestProof({ ...message, method, target }) : responseProof({ ...message, status });
  return signed && { kind: 'message-signature', keyId, contentDigest, ...signed };
}
