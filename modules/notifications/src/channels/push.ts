// SPDX-License-Identifier: Apache-2.0
/** Web push (RFC 8030, 8291, 8292): the payload is encrypted for the browser, and has nothing personal in it all the same. */
import { createPublicKey } from 'node:crypto';
import { type ModuleRuntime, UrlRefused } from '@stoa/kernel';
import webPush from 'web-push';
import type { Provider, Tried } from '../sending/provider.ts';
import { guardedPost } from './guarded-post.ts';

export interface PushAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}
const day = 86_400;

/** The installation's own key pair for VAPID, base64url. */
export function pushKeys(module: ModuleRuntime): { readonly publicKey: string; readonly privateKey: string } {
  const key = module.keys.ecKey('web-push');
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { publicKey: point.toString('base64url'), privateKey: key.export({ format: 'jwk' }).d ?? '' };
}

export const pushProvider = (module: ModuleRuntime): Provider => ({
  ...{ id: 'push', channel: 'push', atOnce: 20 },
  send: async ({ id, address }, { short, url }) => {
    const { endpoint, p256dh, auth } = address as PushAddress;
    const payload = JSON.stringify({ body: short, url });
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: {
        subject: module.publicUrl.startsWith('https:') ? module.publicUrl : 'mailto:operator@stoa.example',
        ...pushKeys(module),
      },
      ...{ TTL: day, contentEncoding: 'aes128gcm', urgency: 'normal' },
      // A second one under the same topic takes the place of the first (RFC 8030 section 5.4).
      topic: Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url'),
    });
    try {
      return outcomeOf(await guardedPost(module, endpoint, headers as Record<string, string>, body as Buffer));
    } catch (error) {
      if (error instanceof UrlRefused) return { kind: 'failed', permanent: true, reason: 'endpoint-refused' };
      return { kind: 'uncertain', reason: 'no-answer' };
    }
  },
});

function outcomeOf(status: number): Tried {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 404 || status === 410)
    return { kind: 'failed', permanent: true, reason: `push-${status}`, suppress: 'gone' };
  if (status === 429 || status >= 500) return { kind: 'again', reason: `push-${status}` };
  return { kind: 'failed', permanent: true, reason: `push-${status}` };
}
