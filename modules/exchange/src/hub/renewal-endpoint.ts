// SPDX-License-Identifier: Apache-2.0
/** New certificates for new keys of a connector, asked for with the keys that are still valid. */
import { audit, isRefusal, type ModuleRuntime, refuse, toProblem } from '@stoa/kernel';
import type { CertificateAuthority } from '@stoa/kernel/keys';
import { type Static, Type } from 'typebox';
import { type Directory, refreshMs } from '../directory.ts';
import { certifyConnector } from '../enrolment.ts';
import type { LoggedMessage } from './durable-log.ts';
import type { Incoming } from './incoming.ts';
import { read } from './mailbox-endpoint.ts';
import { requestEntry } from './sync-call.ts';
import type { TunnelAnswer } from './tunnel.ts';

const NewKeys = Type.Object(
  { tlsPublicKey: Type.String({ maxLength: 2000 }), signingPublicKey: Type.String({ maxLength: 2000 }) },
  { additionalProperties: false },
);

interface Parts {
  readonly module: ModuleRuntime;
  readonly directory: Directory;
  readonly authority: CertificateAuthority;
  readonly log: (message: LoggedMessage) => Promise<void>;
}

/**
 * `POST /certificates`. The same keys get the same certificates, so asking again does no harm. The old certificates
 * stay valid until they run out: messages on their way lose nothing.
 */
export async function renewalRequest(parts: Parts, incoming: Incoming, keyId: string): Promise<TunnelAnswer> {
  const { module, directory, authority } = parts;
  try {
    if (incoming.method !== 'POST') refuse('missing', 'exchange.no-such-address', 'Certificates are renewed by POST.');
    const keys: Static<typeof NewKeys> = read(NewKeys, incoming);
    const certificates = await module.tx({ kind: 'system' }, async (tx) => {
      await audit(tx, {
        action: 'exchange.certificates-renewed',
        object: { type: 'subsystem', id: incoming.client },
      });
      return certifyConnector(tx, authority, { subsystemId: incoming.client, ...keys }, keyId);
    });
    await directory.refresh();
    // Until then a hub in another process may not know the new keys.
    return json(200, { ...certificates, usableAfterMs: 2 * refreshMs });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await parts.log(requestEntry(incoming, 'mailbox', 'certificates', { outcome: 'refused', code: error.code }));
    const { status, problem } = toProblem(error, incoming.messageId);
    return json(status, problem);
  }
}

const json = (status: number, body: unknown): TunnelAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});
