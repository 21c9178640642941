// SPDX-License-Identifier: Apache-2.0
/**
 * Bounces (RFC 3464), by operation and from a mailbox of their own. What came back for good is not written to again. Nothing is
 * ever answered, so that no two machines write to each other for ever. Setting: `STOA_BOUNCE_MAILBOX`.
 */
import { ConfigError, describeError, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { ImapFlow } from 'imapflow';
import PostalMime from 'postal-mime';
import { takeReceipt } from '../sending/receipts.ts';
import { suppressMark } from '../suppressions/store.ts';
import * as store from './store.ts';
import { deliveryOf } from '../channels/return-path.ts';

const system = { kind: 'system' } as const;
const largest = 1_000_000;
const atOnce = 200;

export type BounceOutcome = 'taken' | 'known' | 'unreadable' | 'not-ours';

interface Status {
  readonly action: string;
  /** RFC 3463, such as `5.1.1`. */
  readonly code: string;
}

/** Of the first recipient: each delivery has one. */
function statusOf(report: string): Status | undefined {
  const field = (name: string) => new RegExp(`^${name}:\\s*([^\\r\\n]{1,200})`, 'im').exec(report)?.[1]?.trim();
  const code = /^([245]\.\d{1,3}\.\d{1,3})/.exec(field('Status') ?? '')?.[1];
  const action = field('Action')?.toLowerCase();
  return code && action ? { action, code } : undefined;
}

export async function takeBounce(module: ModuleRuntime, raw: Buffer): Promise<BounceOutcome> {
  if (raw.length > largest) return 'unreadable';
  const mail = await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 }).catch(() => undefined);
  if (!mail) return 'unreadable';
  const addresses = mail.headers
    .filter(({ key }) => ['to', 'delivered-to', 'x-original-to', 'envelope-to'].includes(key))
    .map(({ value }) => value);
  const id = addresses.map((one) => deliveryOf(module, one)).find((one) => one !== undefined);
  if (!id) return 'not-ours';
  const part = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  const content = part?.content;
  const status =
    content && statusOf(typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString());
  if (!status) return 'unreadable';
  return module.tx(system, (tx) => note(tx, id, status));
}

async function note(tx: Tx, id: string, { action, code }: Status): Promise<BounceOutcome> {
  const reason = `bounce-${code}`;
  if (action === 'delivered') return (await takeReceipt(tx, { id }, 'delivered', undefined)) ? 'taken' : 'known';
  if (action !== 'failed') return 'known';
  const permanent = code.startsWith('5');
  const row = await takeReceipt(tx, { id }, permanent ? 'failed-permanent' : 'failed-temporary', reason);
  if (!row) return 'known';
  // 5.1.x and 5.2.1 speak of the mailbox; a full one or an unwanted text says nothing about the next message.
  if (/^5\.(1\.\d+|2\.1)$/.test(code))
    await suppressMark(tx, { channel: 'email', mark: row.addressMark, reason: 'bounced', detail: code });
  return 'taken';
}

interface Box {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
}

function boxOf(module: ModuleRuntime): Box | undefined {
  const text = module.config.env.STOA_BOUNCE_MAILBOX;
  if (!text) return undefined;
  let given: Partial<Box>;
  try {
    given = JSON.parse(text) as Partial<Box>;
  } catch {
    given = {};
  }
  const { host, port = 993, user, password, tls = true } = given;
  if (!host || !user || !password) throw new ConfigError('STOA_BOUNCE_MAILBOX must be {"host", "user", "password"}');
  return { host, port, user, password, tls };
}

/** Reads what is new; nothing in the mailbox is changed. */
export async function readBounces(module: ModuleRuntime): Promise<void> {
  const box = boxOf(module);
  if (!box) return;
  const client = new ImapFlow({
    ...{ host: box.host, port: box.port, secure: box.tls, logger: false as const, disableAutoIdle: true },
    ...{ auth: { user: box.user, pass: box.password }, connectionTimeout: 15_000, socketTimeout: 60_000 },
    ...(box.tls ? {} : { doSTARTTLS: false }),
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { uidValidity } = await client.mailboxOpen('INBOX', { readOnly: true });
    const validity = String(uidValidity);
    const from = (await module.tx(system, (tx) => store.lastRead(tx, validity))) + 1;
    const found = ((await client.search({ uid: `${from}:*` }, { uid: true })) || []).filter((uid) => uid >= from);
    for (const uid of found.sort((a, b) => a - b).slice(0, atOnce)) {
      const mail = await client.fetchOne(String(uid), { source: { maxLength: largest } }, { uid: true });
      if (mail && mail.source) await takeBounce(module, mail.source);
      await module.tx(system, (tx) => store.setRead(tx, validity, uid));
    }
  } catch (error) {
    module.log.warn({ err: describeError(error) }, 'the mailbox of bounces was not read; it is tried again');
  } finally {
    await client.logout().catch(() => client.close());
  }
}
