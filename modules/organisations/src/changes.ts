// SPDX-License-Identifier: Apache-2.0
/** What changes is asked for by one person and decided by another, neither for oneself; undone within the hour. */
import { audit, emit, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { apply, empowered, organisationOf } from './apply.ts';
import { changedFacts } from './changed-facts.ts';
import type * as contract from './contract.ts';
import { type Asked, type Change, directoryChanged } from './contract.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';
import { tellIdentity } from './telling.ts';

const actorOf = (tx: Tx): store.Actor =>
  tx.principal.kind === 'person' ? { by: tx.principal.id, name: tx.principal.name } : { by: null, name: null };

async function showChange(tx: Tx, change: queries.ChangeRow): Promise<Change> {
  const { requestedById: _, touched: __, requestedAt, decidedAt, undoneAt, ...rest } = change;
  return {
    ...rest,
    facts: await changedFacts(tx, change),
    requestedAt: requestedAt.toISOString(),
    ...(decidedAt ? { decidedAt: decidedAt.toISOString() } : {}),
    ...(undoneAt ? { undoneAt: undoneAt.toISOString() } : {}),
  };
}

const powerForOneself = (): never =>
  refuse('forbidden', 'organisations.power-for-oneself', 'Nobody gives power to themselves. Ask a colleague.');

async function demandAnother(tx: Tx, asked: Asked): Promise<void> {
  const { by } = actorOf(tx);
  if (by && (await empowered(tx, asked)).includes(by)) powerForOneself();
}

const known = async (tx: Tx, id: string): Promise<queries.ChangeRow> =>
  (await queries.lockChange(tx, id)) ??
  refuse('missing', 'organisations.change-unknown', 'There is no such change. Look at the list again.');

/** What is given to whom stays; why somebody is away from a post does not. */
const audited = (tx: Tx, action: string, change: queries.ChangeRow, decision?: { approved: boolean }) =>
  audit(tx, {
    action,
    object: { type: 'organisation-change', id: change.id },
    details: {
      ...{ ...change.asked, reason: undefined, organisationId: change.organisationId },
      ...(decision ? { approved: decision.approved, requestedBy: change.requestedById } : {}),
    },
  });

/** Tried at once, so that who asks is told what is wrong; nothing of the trial stays. */
export async function request(
  tx: Tx,
  { asked, reason }: InputOf<typeof contract.requestChange>,
): Promise<OutputOf<typeof contract.requestChange>> {
  await demandAnother(tx, asked);
  const id = newId();
  const organisationId = await organisationOf(tx, asked);
  const { touched } = await store.tryOut(tx, () => apply(tx, asked, id));
  await store.insertChange(tx, { id, asked, organisationId, reason, ...actorOf(tx) }, touched);
  const change = await known(tx, id);
  await audited(tx, 'organisations.change-requested', change);
  return showChange(tx, change);
}

/** Refuses: organisations.change-unknown, -change-decided, -second-person-needed, -power-for-oneself, and what `apply` does. */
export async function decide(
  tx: Tx,
  { id, approved }: InputOf<typeof contract.decideChange>,
): Promise<OutputOf<typeof contract.decideChange>> {
  await store.takeTurn(tx);
  const change = await known(tx, id);
  if (change.decidedAt) refuse('conflict', 'organisations.change-decided', 'This change was decided already.');
  const actor = actorOf(tx);
  if (approved && change.requestedById && change.requestedById === actor.by)
    refuse('forbidden', 'organisations.second-person-needed', 'Somebody else must decide what you asked for.');
  await demandAnother(tx, change.asked);
  const { touched, people } = approved ? await apply(tx, change.asked, id) : { touched: change.touched, people: [] };
  await store.setDecision(tx, id, { approved, ...actor, touched });
  if (approved) await tellOfDirectory(tx, touched);
  for (const person of people) await tellIdentity(tx, person);
  await audited(tx, 'organisations.change-decided', change, { approved });
  return showChange(tx, await known(tx, id));
}

/** Whoever goes by the directory looks again. */
async function tellOfDirectory(tx: Tx, touched: readonly store.Touched[]): Promise<void> {
  const organisationIds = touched.filter(({ table }) => table === 'organisation').map(({ key }) => String(key.id));
  if (organisationIds.length > 0) await emit(tx, directoryChanged, { organisationIds });
}

const undoneWithinMs = 3_600_000;

/** Refuses: organisations.change-unknown, -undo-late, -undo-overtaken, -power-for-oneself. */
export async function undo(
  tx: Tx,
  { id }: InputOf<typeof contract.undoChange>,
): Promise<OutputOf<typeof contract.undoChange>> {
  await store.takeTurn(tx);
  const change = await known(tx, id);
  const made = change.approved && !change.undoneAt ? change.decidedAt : undefined;
  if (!made || tx.now.getTime() - made.getTime() > undoneWithinMs)
    refuse(
      'conflict',
      'organisations.undo-late',
      'Only a change that was made within the last hour is undone. Ask for another change.',
    );
  const { by } = actorOf(tx);
  if (by && (await givenBackTo(tx, change.touched)).includes(by)) powerForOneself();
  const people = await peopleOf(tx, change.touched);
  if (!(await store.putBack(tx, change.touched)))
    refuse('conflict', 'organisations.undo-overtaken', 'Something was changed on top of it. Undo that first.');
  await store.setUndone(tx, id);
  await tellOfDirectory(tx, change.touched);
  for (const person of people) await tellIdentity(tx, person);
  await audited(tx, 'organisations.change-undone', change);
  return showChange(tx, await known(tx, id));
}

const endOf = ({ until_at: at, until_on: on }: store.Touched['after']): string => String(at ?? on ?? '~');

/** Whom it gives power once more that what the change ended goes on. */
async function givenBackTo(tx: Tx, touched: readonly store.Touched[]): Promise<string[]> {
  const ended = touched.filter(({ before, after }) => before && endOf(before) > endOf(after));
  const own = ended.filter(({ table }) => table === 'holding').map(({ after }) => String(after.person_id));
  const others = ended.filter(({ table }) => table !== 'holding');
  return [...own, ...(await peopleOf(tx, others))];
}

/** Everybody whose duties rest on the rows. */
async function peopleOf(tx: Tx, touched: readonly store.Touched[]): Promise<string[]> {
  const posts: string[] = [];
  for (const { table, key, after } of touched) {
    if (table === 'post') posts.push(String(key.id));
    else if (table === 'organisation') posts.push(...(await queries.postsOf(tx, String(key.id))).map(({ id }) => id));
    else if ('post_id' in after) posts.push(String(after.post_id));
  }
  return [...new Set((await queries.holdingsOfPosts(tx, posts)).map(({ personId }) => personId))];
}

export async function listChanges(
  tx: Tx,
  input: InputOf<typeof contract.listChanges>,
): Promise<OutputOf<typeof contract.listChanges>> {
  const filter = {
    ...{ open: input.state !== 'all', organisationId: input.organisationId ?? null },
    ...{ personId: input.personId ?? null, after: input.cursor ?? null },
  };
  const { items, ...rest } = await pageOfRows(
    input,
    (count) => queries.listChanges(tx, filter, count),
    (row) => row,
  );
  const shown: Change[] = [];
  for (const row of items) shown.push(await showChange(tx, row));
  return { ...rest, items: shown };
}
