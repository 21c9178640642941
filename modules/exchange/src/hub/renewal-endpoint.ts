// SPDX-License-Identifier: Apache-2.0
/** New certificates for new keys of a connector, asked for with the keys that are still valid. */
import { audit, isRefusal, refuse } from '@stoa/kernel';
import { requestedKeys } from '../certificates.ts';
import { KeyRequests } from '../contract/certificates.ts';
import { refreshMs } from '../directory.ts';
import { certifyConnector, stillWaiting } from '../enrolment.ts';
import type { Incoming } from './incoming.ts';
import { json, refusedAnswer } from './mailbox-endpoint.ts';
import { readJson } from './read-json.ts';
import { HubRefusal } from './refusal.ts';
import type { HubParts } from './sync-call.ts';
import type { TunnelAnswer } from './tunnel.ts';

/**
 * `POST /certificates`. The same keys get the same certificates, so asking again does no harm. The old certificates
 * stay valid until they run out: messages on their way lose nothing.
 */
export async function renewalRequest(hub: HubParts, incoming: Incoming): Promise<TunnelAnswer> {
  if (incoming.session)
    throw new HubRefusal('client.immediate_signature_required', 'New keys are asked for with a signature of the old.');
  const { module, directory, authority } = hub;
  const { client, signature } = incoming;
  try {
    if (incoming.method !== 'POST') refuse('missing', 'exchange.no-such-address', 'Certificates are renewed by POST.');
    const keys = await requestedKeys(client, readJson(KeyRequests, incoming));
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
    return refusedAnswer(hub, incoming, error);
  }
}
