// SPDX-License-Identifier: Apache-2.0
/** Organisations whose software sends messages: within a limit a day, and told at an address of theirs what became of each. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { demandCallable } from '../channels/guarded-post.ts';
import * as store from './store.ts';

/** Made from the organisation whenever it is needed, and kept nowhere. */
export const callbackSecret = ({ keys }: Pick<ModuleRuntime, 'keys'>, organisationId: string): Buffer =>
  keys.secret(`callbacks-${organisationId.toLowerCase()}`);

export async function listSenders(tx: Tx): Promise<OutputOf<typeof contract.listSenders>> {
  const day = tx.module.country.calendar.localDate(tx.now);
  const items = (await store.senders(tx)).map(({ callbackUrl, day: last, inDay, ...row }) => ({
    ...{ ...row, today: last === day ? inDay : 0 },
    ...(callbackUrl ? { callbackUrl } : {}),
  }));
  return { items };
}

/** Refuses notifications.callback-refused: what is inside the platform's own network is called for nobody. */
export async function setSender(
  module: ModuleRuntime,
  input: InputOf<typeof contract.setSender>,
  principal: Principal,
): Promise<{ callbackSecret: string }> {
  if (input.callbackUrl)
    await demandCallable(module, input.callbackUrl, 'notifications.callback-refused', 'This address');
  await module.tx(principal, (tx) => store.putSender(tx, input));
  return { callbackSecret: callbackSecret(module, input.organisationId).toString('base64url') };
}
