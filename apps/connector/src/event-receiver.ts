// SPDX-License-Identifier: Apache-2.0
/** Events that come through the tunnel go on to the department's own system, with the signature the hub made. */
import { checkUrl, UrlRefused } from '@stoa/kernel';
import { Agent, request as send } from 'undici';
import type { Adapter, AdapterAnswer } from './adapters/adapter.ts';
import type { EventSettings } from './settings/events.ts';

/** Code under which the hub hands events over; no service is called so. */
export const eventService = 'events';

const passed = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
const enoughBytes = 64 * 1024;

/** What the hub is told: the receiver's status, or why there was none. What the receiver said stays here. */
const told = (status: number, failure?: string): AdapterAnswer => ({
  status,
  headers: failure ? { 'x-stoa-failure': failure } : {},
  body: Buffer.alloc(0),
});

export function eventAdapter({ url, allow = [], deadlineMs = 10_000 }: EventSettings): Adapter {
  const policy = { allow: url ? [...allow, url] : allow };
  return async ({ method, path, headers, body }) => {
    const asked = new URLSearchParams(path.split('?')[1]);
    const to = asked.get('to') ?? url;
    if (method !== 'POST' || !headers['webhook-id']) return told(405, 'connector.event-malformed');
    if (to === undefined) return told(422, 'connector.event-url-missing');
    const signal = AbortSignal.timeout(deadlineMs);
    let agent: Agent | undefined;
    try {
      const checked = await checkUrl(to, policy);
      // One connection an event: the next one may go to another address of the same name.
      agent = new Agent({ connect: { lookup: checked.lookup, timeout: deadlineMs }, maxResponseSize: enoughBytes });
      const given = Object.fromEntries(passed.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
      const answer = await send(checked.url, { method: 'POST', headers: given, body, signal, dispatcher: agent });
      await answer.body.dump({ limit: enoughBytes, signal });
      return told(answer.statusCode, answer.statusCode < 300 ? undefined : 'connector.event-refused');
    } catch (error) {
      if (error instanceof UrlRefused) return told(422, 'connector.event-url-refused');
      return told(504, 'connector.receiver-away');
    } finally {
      await agent?.destroy();
    }
  };
}
