// SPDX-License-Identifier: Apache-2.0
/** New certificates for new keys of a connector, asked for with the keys that are still valid. */
import { audit, isRefusal, refuse } from '@stoa/kernel';
import { certifyConnector, requestedKeys, stillWaiting } from '../certificates/index.ts';
import { KeyRequests } from '../contract.ts';
import { refreshMs } from '../directory/index.ts';
import type { Incoming } from './incoming.ts';
import { refusedAnswer, requestEntry } from '../log/index.ts';
import { type Answer, HubRefusal, json, readJson } from '../messages/index.ts';
import type { HubParts } from './parts.ts';

/**
 * `POST /certificates`. The same keys get the same certificates, so asking again does no harm. The old certificates
 * stay valid until they run out: messages on their way lose nothing.
 */
export async function renewalRequest(hub: HubParts, incoming: Incoming): Promise<Answer> {
  if (incoming.session)
    throw new HubRefusal('client.immediate_signature_required', 'New keys are asked for with a signature of the old.');
  const { module, directory, authority } = hub;
  const { client, signature } = incoming;
  try {
    if (incoming.method !== 'POST') refuse('missing', 'exchange.no-such-address', 'Certificates are renewed by POST.');
    const keys = await requestedKeys(client, readJson(KeyRequests, incoming.body.bytes));
    const certificates = await module.tx({ kind: 'system' }, async (tx) => {
      const certified = await certifyConnector(tx, authority, client, keys, signature.keyId);
      const object = { type: 'subsystem', id: client };
      if (certified) await audit(tx, { action: 'exchange.certificates-renewed', object });
      return certified;
    });
    if (!certificates) return stillWaiting();
    await directory.refresh();
    // Until then a hub in another process may not know the new keys.
    return json(200, { ...certificates, usableAfterMs: 2 * refreshMs });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const entry = requestEntry(incoming, 'mailbox', 'mailbox', { outcome: 'refused', code: error.code });
    return refusedAnswer(hub.record, incoming, error, entry);
  }
}
