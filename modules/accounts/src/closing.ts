// SPDX-License-Identifier: Apache-2.0
/** A person gives up their account. What they did stays in cases and ledger; nobody signs in any more. */
import { listCases } from '@stoa/cases/contract';
import { closeAccount, findAccount, type KnownAccount } from '@stoa/identity/contract';
import { audit, isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { Closing } from './contract.ts';
import { asPerson } from './principals.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';

const system = { kind: 'system' } as const;
const waitsDays = 14;

async function account(tx: Tx): Promise<KnownAccount> {
  const { found } = await tx.module.call(findAccount, { personId: asPerson(tx).id });
  return found ?? refuse('missing', 'accounts.person-unknown', 'There is no such person.');
}

const finished = ['closed', 'withdrawn'];

/** Cases of the person that somebody still works on; drafts keep nobody. */
async function openCases(tx: Tx): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await tx.call(listCases, { drafts: false, limit: 100, ...(cursor ? { cursor } : {}) });
    count += page.items.filter(({ state }) => !finished.includes(state)).length;
    cursor = page.nextCursor;
  } while (cursor && count === 0);
  return count;
}

export async function getClosing(tx: Tx): Promise<Closing> {
  const { holdsDuties, signedInAt } = await account(tx);
  const row = await store.closingOf(tx, asPerson(tx).id);
  // Undone by having signed in since.
  const asked = row !== undefined && !(signedInAt && new Date(signedInAt) > row.asked_at);
  return {
    asked,
    ...(asked ? { closesAt: row.closes_at.toISOString() } : {}),
    openCases: await openCases(tx),
    holdsDuties,
  };
}

/** Refuses: accounts.cases-open, accounts.duties-held, accounts.person-unknown. */
export async function askClosing(tx: Tx): Promise<{ closesAt: string }> {
  const { personId, personKey, holdsDuties } = await account(tx);
  if (holdsDuties)
    refuse('conflict', 'accounts.duties-held', 'You hold duties. Ask your organisation to end them first.');
  if ((await openCases(tx)) > 0)
    refuse(
      'conflict',
      'accounts.cases-open',
      'Applications of yours are being worked on. Wait for them or withdraw them.',
    );
  const closesAt = new Date(tx.now.getTime() + waitsDays * 86_400_000);
  await store.putClosing(tx, personId, personKey, closesAt);
  await audit(tx, { action: 'accounts.closing-asked', object: { type: 'person', id: personId }, subject: personKey });
  await tell(tx, { key: `closing-${personId}-${tx.now.getTime()}`, matter: 'closing-asked', personKey });
  return { closesAt: closesAt.toISOString() };
}

export async function keepAccount(tx: Tx): Promise<{ kept: boolean }> {
  const { id } = asPerson(tx);
  const kept = await store.removeClosing(tx, id);
  await audit(tx, { action: 'accounts.closing-undone', object: { type: 'person', id } });
  return { kept };
}

/** Closes what is due; who signed in since keeps the account, and who got duties since. */
export async function closeDue(module: ModuleRuntime): Promise<void> {
  const due = await module.tx(system, store.dueClosings);
  for (const { person_id: personId, person_key: personKey, asked_at: askedAt } of due) {
    const { found } = await module.call(findAccount, { personId });
    const undone = !found || found.closed || (found.signedInAt && new Date(found.signedInAt) > askedAt);
    const closed = undone ? false : await close(module, personId);
    await module.tx(system, async (tx) => {
      await store.removeClosing(tx, personId, askedAt);
      // Identity has forgotten the address by now.
      if (closed && found?.email)
        await tell(tx, {
          key: `closed-${personId}-${askedAt.getTime()}`,
          matter: 'closed',
          personKey,
          email: found.email,
        });
    });
  }
}

const close = (module: ModuleRuntime, personId: string): Promise<boolean> =>
  module.call(closeAccount, { personId }).then(
    () => true,
    (error: unknown) => {
      if (isRefusal(error)) return false;
      throw error;
    },
  );
