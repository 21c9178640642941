// SPDX-License-Identifier: Apache-2.0
/** The scan of a consent signed by hand: what it is, its content says. */
import { refuse, type Tx } from '@stoa/kernel';
import { kindOfContent, safeFileName } from '@stoa/kernel/files';
import { keepScan } from './store.ts';

const accepted = ['application/pdf', 'image/jpeg', 'image/png'];
const mostBytes = 5 * 1024 * 1024;

/** Refuses: counter.scan-refused. */
export async function keepSigned(
  tx: Tx,
  id: string,
  { reason, name, content }: { reason: string; name: string; content: string },
): Promise<void> {
  const bytes = Buffer.from(content, 'base64');
  const kind = kindOfContent(safeFileName(name), bytes);
  if (typeof kind === 'string' || !accepted.includes(kind.mimeType) || bytes.length > mostBytes) {
    const message = 'Attach the signed page as PDF, JPEG or PNG of at most 5 MiB.';
    return refuse('invalid', 'counter.scan-refused', message, {
      errors: [{ pointer: '/content', code: 'counter.scan-refused', message }],
    });
  }
  await keepScan(tx, id, { reason, content: bytes.toString('base64'), type: kind.mimeType });
}
