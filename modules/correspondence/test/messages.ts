// SPDX-License-Identifier: Apache-2.0
/** Messages as a chancery of one's own making sends them: envelopes, containers and what comes back. */
import { hash, randomUUID } from 'node:crypto';
import { packContainer } from '@stoa/kernel/asic';
import { eventually } from '@stoa/kernel/testing';
import { sealFiles } from '@stoa/signing/contract';
import { expect } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, pdf } from './people.ts';
import type { ministries } from './world.ts';

const self = { kind: 'service', id: 'correspondence' } as const;
const hex = (bytes: Uint8Array) => hash('sha256', bytes, 'hex');

export interface File {
  readonly name: string;
  readonly content: Buffer;
}
export const letter: File = { name: 'letter.pdf', content: pdf };
export const forged: File = { name: 'letter.pdf', content: Buffer.concat([pdf, Buffer.from('% more')]) };
export const signedFiles = (files: readonly File[]) =>
  files.map(({ name, content }) => ({ name, mimeType: 'application/pdf', sha256: hex(content) }));
export const envelope = (more: object = {}, files: readonly File[] = [letter]) => ({
  id: randomUUID(),
  sender: { institutionId: labour, name: 'Ministry of Labour' },
  addressee: { institutionId: interior, name: 'Ministry of the Interior' },
  ...{ number: `01-${randomUUID().slice(0, 8)}`, date: '2026-11-27', kind: 'outgoing', language: 'en', label: 0 },
  subject: `On quotas ${randomUUID()}`,
  files: files.map(({ name, content }) => ({
    ...{ name, mimeType: 'application/pdf', size: content.length, sha256: hex(content), role: 'main' as const },
  })),
  ...more,
});
export const packed = (files: readonly File[], xml: string): Uint8Array =>
  packContainer(
    files.map((file) => ({ ...file, mimeType: 'application/pdf' })),
    [xml],
    new Date(),
  );

export function messages({ b, turn, speaker }: Awaited<ReturnType<typeof ministries>>) {
  /** Sealed by that institution; what is packed may differ from what was sealed. */
  async function container(files: readonly File[] = [letter], by = labour, other = files): Promise<Uint8Array> {
    const reference = `document:${randomUUID()}`;
    const { xml } = await b.call(sealFiles, { reference, organisationId: by, files: signedFiles(files) }, self);
    return packed(other, xml);
  }
  async function deliver(
    content: object,
    bytes?: Uint8Array,
    [from, to]: readonly [typeof labour | typeof interior, string] = [labour, interior],
  ): Promise<unknown> {
    const sender = speaker(from);
    const messageId = randomUUID();
    const attachments = [];
    if (bytes) {
      const about = {
        ...{ id: randomUUID(), digest: `sha-256=:${hash('sha256', bytes, 'base64')}:` },
        ...{ mimeType: 'application/vnd.etsi.asic-e+zip', name: 'copy.asice' },
      };
      await sender.uploadAttachment(about, new Blob([new Uint8Array(bytes)]));
      attachments.push(about);
    }
    await sender.sendRequest({
      ...{ messageId, type: contract.messageType(to), content },
      ...(attachments.length > 0 ? { attachments } : {}),
    });
    return messageId;
  }
  /** What the chancery answered; the sender's own job may have taken the answer, so it is read where the hub keeps it. */
  const answerTo = (messageId: unknown) =>
    eventually(async () => {
      await turn();
      const [row] = await b.sql<{ answer: { content: unknown } }>(
        'select answer from exchange.mailbox_response where request_id = $1',
        [messageId],
      );
      expect(row).toBeDefined();
      return row?.answer.content;
    });
  return { container, deliver, answerTo };
}
