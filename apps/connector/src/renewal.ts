// SPDX-License-Identifier: Apache-2.0
/** Looks now and then whether the certificates are to be renewed, and renews them over the channel that still stands. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { KeyRequests } from '@stoa/exchange/contract';
import { contentDigest, wholeOf } from '@stoa/exchange/wire';
import { describeError, type Log } from '@stoa/kernel';
import type { StoredCredentials } from './credentials.ts';
import type { HubClient } from './hub-client.ts';
import { untilAnswered, waitingCode } from './patience.ts';

const hourMs = 3_600_000;

/** Asks the hub to certify new keys, and changes to them. Throws when it does not. */
export const renewCredentials = (
  credentials: StoredCredentials,
  hub: HubClient,
  log: Log,
  signal?: AbortSignal,
): Promise<void> =>
  credentials.renew((requests) =>
    untilAnswered(
      () => askRenewal(credentials, hub, requests),
      () => log.info({ subsystem: credentials.subsystem }, 'the new keys wait for the authority'),
      signal,
    ),
  );

interface Renewed {
  readonly tlsCertificate: string;
  readonly signingKeyId: string;
  readonly usableAfterMs: number;
}

/** Undefined while the authority has not answered. */
async function askRenewal(
  credentials: StoredCredentials,
  hub: HubClient,
  requests: KeyRequests,
): Promise<Renewed | undefined> {
  const body = Buffer.from(JSON.stringify(requests));
  const headers = {
    'x-road-client': credentials.subsystem,
    'x-road-id': randomUUID(),
    'content-type': 'application/json',
    'content-digest': contentDigest(body),
  };
  const request = { method: 'POST', target: '/certificates', headers };
  const answer = await hub.stream(request, Readable.from([body]), 30_000);
  const text = (await wholeOf(answer.body)).toString();
  if (answer.status === 409 && text.includes(waitingCode)) return undefined;
  if (answer.status !== 200) throw new Error(`the hub renewed no certificate: ${text}`);
  return JSON.parse(text) as Renewed;
}

/** Every hour; after a failure too, for a third of the certificates' life. Answers how to stop. */
export function keepRenewed(credentials: StoredCredentials, hub: HubClient, log: Log): () => void {
  const { subsystem } = credentials;
  const stopping = new AbortController();
  let busy = false;
  const look = async () => {
    if (busy || credentials.renewAt > new Date()) return;
    busy = true;
    try {
      await renewCredentials(credentials, hub, log, stopping.signal);
      log.info({ subsystem, renewAt: credentials.renewAt }, 'the certificates were renewed');
    } catch (err) {
      if (stopping.signal.aborted) return;
      log.warn({ err: describeError(err), subsystem }, 'the certificates could not be renewed; trying again');
    } finally {
      busy = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), hourMs).unref();
  return () => {
    stopping.abort();
    clearInterval(timer);
  };
}
