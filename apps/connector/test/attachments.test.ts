// SPDX-License-Identifier: Apache-2.0
/** Files beside messages, through two real connectors. */
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { deflateRawSync, crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { type AttachmentReference, connectorClient, listMessages } from '@stoa/exchange/contract';
import { checkType, consumerId, startExchangeWorld, strangerId } from './fixture.ts';

const {
  b,
  consumer,
  provider: other,
  stranger,
} = await startExchangeWorld({
  STOA_MAILBOX_ATTACHMENT_BYTES: '5000000',
  STOA_MAILBOX_ATTACHMENT_QUOTA_BYTES: '12000000',
});
const sender = connectorClient(consumer.connector.url, consumerId);
const provider = connectorClient(stranger.connector.url, strangerId);
const digestOf = (content: Uint8Array) => `sha-256=:${hash('sha256', content, 'base64')}:`;

const referenceTo = (content: Uint8Array): AttachmentReference => ({
  id: randomUUID(),
  digest: digestOf(content),
  mimeType: 'application/octet-stream',
  name: 'scan.bin',
});
async function upload(content: Buffer<ArrayBuffer>, about = referenceTo(content)): Promise<AttachmentReference> {
  await sender.uploadAttachment(about, new Blob([content]));
  return about;
}
const requestWith = (...attachments: AttachmentReference[]) => ({
  messageId: randomUUID(),
  type: checkType,
  content: { snils: '1' },
  attachments,
});
const download = async (client: typeof sender, id: string) =>
  Buffer.from(await new Response(await client.downloadAttachment(id)).arrayBuffer());

/** @param declared size that the headers tell, where it differs from the real one */
function zip(files: { name: string; content: Buffer; declared?: number }[]): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declared = content.length } of files) {
    const packed = deflateRawSync(content, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declared, 18);
    common.writeUInt16LE(name.length, 22);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed];
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, Buffer.from(name));
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...central, end]);
}

test('a file of several chunks reaches the other party whole, with the message that names it, and nobody else', async () => {
  const content = randomBytes(3_500_001);
  const attachment = await upload(content);
  await expect(provider.downloadAttachment(attachment.id)).rejects.toMatchObject({
    status: 404,
    code: 'exchange.attachment-unknown',
  });
  const request = requestWith(attachment);
  await sender.sendRequest(request);
  expect(await sender.sendRequest(request)).toMatchObject({ alreadySent: true });
  const delivered = await provider.nextRequest();
  expect(delivered?.attachments).toEqual([attachment]);
  expect((await download(provider, attachment.id)).equals(content)).toBe(true);
  const third = connectorClient(other.connector.url, 'XM/GOV/1003/POPULATION');
  for (const nosy of [sender, third])
    await expect(nosy.downloadAttachment(attachment.id)).rejects.toMatchObject({ code: 'exchange.attachment-unknown' });
  const [stored] = await b.sql<{ content: Buffer }>('select content from mailbox_attachment_chunk where number = 0');
  expect(stored?.content.includes(content.subarray(0, 64))).toBe(false);
  const { items } = await b.call(listMessages, { messageId: attachment.id }, b.person({ duties: ['audit.auditor'] }));
  expect(items).toMatchObject([{ signature: 'valid', signer: consumerId, target: 'attachment' }]);
  const back = randomBytes(10);
  const answered = referenceTo(back);
  await provider.uploadAttachment(answered, new Blob([back]));
  const answer = { messageId: randomUUID(), to: delivered?.replyTo ?? '', content: { clear: true } };
  await provider.sendResponse({ ...answer, attachments: [answered] });
  expect((await sender.nextResponse())?.attachments).toEqual([answered]);
  expect((await download(sender, answered.id)).equals(back)).toBe(true);
});

test('an upload can be repeated; its id cannot carry another file', async () => {
  const content = randomBytes(2000);
  const attachment = await upload(content);
  await upload(content, attachment);
  expect(await b.sql('select 1 from mailbox_attachment where id = $1', [attachment.id])).toHaveLength(1);
  const changed = randomBytes(2000);
  await expect(upload(changed, { ...attachment, digest: digestOf(changed) })).rejects.toMatchObject({
    status: 409,
    code: 'exchange.attachment-id-taken',
  });
});

test('a message that names a file which is absent, differs, is another sender’s or in use is refused', async () => {
  const attachment = await upload(randomBytes(100));
  const foreign = randomBytes(100);
  const theirs = referenceTo(foreign);
  await provider.uploadAttachment(theirs, new Blob([foreign]));
  for (const wrong of [referenceTo(Buffer.alloc(1)), { ...attachment, digest: digestOf(Buffer.alloc(2)) }, theirs])
    await expect(sender.sendRequest(requestWith(wrong))).rejects.toMatchObject({ code: 'exchange.attachment-missing' });
  await sender.sendRequest(requestWith(attachment));
  await expect(sender.sendRequest(requestWith(attachment))).rejects.toMatchObject({
    status: 422,
    code: 'exchange.attachment-missing',
  });
});

test('a file that differs from its digest, is too large or beyond the quota leaves nothing behind', async () => {
  const before = await b.sql('select 1 from mailbox_attachment');
  await expect(upload(randomBytes(100), referenceTo(Buffer.alloc(3)))).rejects.toMatchObject({
    status: 422,
    code: 'exchange.attachment-digest-differs',
  });
  await expect(upload(Buffer.alloc(5_000_001))).rejects.toMatchObject({
    status: 413,
    code: 'exchange.attachment-too-large',
  });
  await upload(randomBytes(4_000_000));
  const tooMuch = randomBytes(4_900_000);
  const { id, digest } = referenceTo(tooMuch);
  const refused = await fetch(`${consumer.connector.url}/mailbox/attachments/${id}`, {
    method: 'PUT',
    headers: { 'x-road-client': consumerId, 'content-digest': digest },
    body: tooMuch,
  });
  expect(await refused.json()).toMatchObject({
    status: 429,
    code: 'exchange.attachment-quota-exceeded',
    errors: [{ pointer: '/remaining' }, { pointer: '/real', message: '4900000' }],
  });
  expect(await b.sql('select 1 from mailbox_attachment')).toHaveLength(before.length + 1);
});

test.each([
  ['without a digest', { 'content-length': '1' }, 'a'],
  [
    'without a length',
    { 'content-digest': digestOf(Buffer.from('a')), 'transfer-encoding': 'chunked' },
    '1\r\na\r\n0\r\n\r\n',
  ],
])('an upload %s is refused', async (_name, headers, body) => {
  const { hostname, port } = new URL(consumer.connector.url);
  const all = { host: hostname, 'x-road-client': consumerId, connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname);
  socket.write(`PUT /mailbox/attachments/${randomUUID()} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  let answer = '';
  for await (const part of socket) answer += String(part);
  expect(answer).toContain('exchange.message-invalid');
});

test('an upload for another subsystem, or of no such address, is refused', async () => {
  const put = async (path: string, client: string) => {
    const headers = { 'x-road-client': client, 'content-digest': digestOf(Buffer.from('a')) };
    const response = await fetch(consumer.connector.url + path, { method: 'PUT', headers, body: 'a' });
    return response.json();
  };
  expect(await put(`/mailbox/attachments/${randomUUID()}`, strangerId)).toMatchObject({
    type: 'client.client_mismatch',
  });
  expect(await put('/mailbox/attachments/x', consumerId)).toMatchObject({ code: 'exchange.no-such-address' });
});

test('an honest archive passes', async () => {
  const files = ['a.txt', 'b.txt'].map((name) => ({ name, content: randomBytes(1_200_000) }));
  expect(await upload(zip(files))).toBeDefined();
});

test.each([
  ['unpacks to far more than it is', zip([{ name: 'a', content: Buffer.alloc(60_000_000) }])],
  ['tells a smaller size than it unpacks to', zip([{ name: 'a', content: Buffer.alloc(50_000), declared: 10 }])],
  ['holds too many files', zip(Array.from({ length: 1001 }, (_, i) => ({ name: `${i}`, content: Buffer.alloc(0) })))],
  ['is cut off', zip([{ name: 'a', content: Buffer.from('text') }]).subarray(0, 60)],
])('an archive that %s is refused', async (_name, content) => {
  await expect(upload(Buffer.from(content))).rejects.toMatchObject({ status: 422, code: 'exchange.archive-unsafe' });
});

test('files go with their message, those that no message names after two days, broken uploads after an hour', async () => {
  const named = await upload(randomBytes(50));
  const loose = await upload(randomBytes(50));
  const end = new Date(b.clock.now().getTime() + 3_600_000).toISOString();
  await sender.sendRequest({ ...requestWith(named), endOfLife: end });
  const broken = randomUUID();
  await b.sql(
    `insert into mailbox_attachment (upload_id, id, owner_id, digest, size_bytes, started_at) values ($1, $1, $2, '', 9, $3)`,
    [broken, consumerId, b.clock.now()],
  );
  const ids = [named.id, loose.id, broken];
  const left = async () => b.sql('select 1 from mailbox_attachment where id = any($1::uuid[])', [ids]);
  b.clock.advance({ hours: 2 });
  await b.drain();
  expect(await left()).toHaveLength(1);
  b.clock.advance({ days: 2 });
  await b.drain();
  expect(await left()).toHaveLength(0);
});
