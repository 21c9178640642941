// SPDX-License-Identifier: Apache-2.0
/** What two officials do together: join a person to the register, merge doubles, give a way back at a front office. */
import { findAccount, joinPerson, type KnownAccount, mergePeople } from '@stoa/identity/contract';
import {
  audit,
  isRefusal,
  type ModuleRuntime,
  newId,
  type Page,
  type PageAsked,
  pageOfRows,
  refuse,
  type Tx,
} from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { emailText } from '@stoa/kernel/text';
import type * as contract from './contract.ts';
import type { AccountRequest } from './contract.ts';
import { accountOf, auditOfPerson, demandAnother, viewOf } from './office.ts';
import { asPerson } from './principals.ts';
import { askRegister, nameOfEntry, numberKey, registerNumber } from './proof.ts';
import { begin } from './recovery.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';

interface Facts {
  readonly reason: string;
  /** Of a join: what the register said when it was asked for. */
  readonly entry?: { readonly number: string; readonly name: string; readonly birthOn?: string };
  /** Of a recovery: where the way back goes. */
  readonly email?: string;
}

type Row = store.RequestRow<Facts>;

async function ask(
  tx: Tx,
  kind: Row['kind'],
  person: KnownAccount,
  facts: Facts,
  other?: KnownAccount,
): Promise<{ id: string }> {
  demandAnother(tx, person.personId, other?.personId);
  const by = asPerson(tx);
  const id = newId();
  await store.insertRequest(tx, {
    id,
    kind,
    personId: person.personId,
    otherId: other?.personId ?? null,
    facts,
    by: { id: by.id, name: by.name },
  });
  const action = {
    join: 'accounts.join-asked',
    merge: 'accounts.merge-asked',
    recover: 'accounts.office-recovery-asked',
  };
  for (const one of [person, ...(other ? [other] : [])]) await auditOfPerson(tx, action[kind], one, facts.reason);
  return { id };
}

const open = (account: KnownAccount): KnownAccount =>
  account.closed ? refuse('missing', 'accounts.person-unknown', 'This account is closed.') : account;

/** Refuses: accounts.person-unknown, accounts.for-oneself, accounts.number-invalid, -unknown, -taken, accounts.register-away. */
export async function askJoin(
  module: ModuleRuntime,
  { personId, number: typed, reason }: InputOf<typeof contract.askJoin>,
  principal: Principal,
): Promise<{ id: string }> {
  const person = open(await accountOf(module, personId));
  const number = registerNumber(module, typed);
  const { found } = await module.call(findAccount, { personKey: numberKey(module, number) });
  if (found && !found.closed)
    refuse('conflict', 'accounts.number-taken', 'This number has an account already. Merge the two accounts instead.');
  const entry = await askRegister(module, number);
  if (!entry) return refuse('missing', 'accounts.number-unknown', 'The register has nobody with this number.');
  const facts = { reason, entry: { number, name: nameOfEntry(entry), birthOn: entry.birthOn } };
  return module.tx(principal, (tx) => ask(tx, 'join', person, facts));
}

/** Refuses: accounts.person-unknown, accounts.for-oneself, identity.same-person. */
export async function askMerge(
  tx: Tx,
  { personId, otherId, reason }: InputOf<typeof contract.askMerge>,
): Promise<{ id: string }> {
  if (personId === otherId)
    refuse('conflict', 'identity.same-person', 'Both accounts are the same one. Name two different accounts.');
  const [person, other] = [open(await accountOf(tx.module, personId)), open(await accountOf(tx.module, otherId))];
  return ask(tx, 'merge', person, { reason }, other);
}

/** Refuses: accounts.person-unknown, accounts.for-oneself. */
export async function askRecovery(
  tx: Tx,
  { personId, email, reason }: InputOf<typeof contract.askRecovery>,
): Promise<{ id: string }> {
  return ask(tx, 'recover', open(await accountOf(tx.module, personId)), { reason, email: emailText(email) });
}

const requestOf = (row: Row): AccountRequest => ({
  id: row.id,
  kind: row.kind,
  personId: row.person_id,
  ...(row.other_id ? { otherId: row.other_id } : {}),
  reason: row.facts.reason,
  askedBy: row.asked_by,
  askedByName: row.asked_by_name,
  askedAt: row.asked_at.toISOString(),
});

export const listRequests = (tx: Tx, asked: PageAsked): Promise<Page<AccountRequest>> =>
  pageOfRows(asked, (count) => store.openRequests<Facts>(tx, asked.cursor, count), requestOf);

/** Refuses: accounts.request-unknown, accounts.request-decided. */
const decided = (): never =>
  refuse(
    'conflict',
    'accounts.request-decided',
    'This request was decided already. Approve it again if it still waits.',
  );
async function rowOf(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<Row> {
  const row =
    (await store.requestOf<Facts>(tx, id, lock)) ??
    refuse('missing', 'accounts.request-unknown', 'There is no such request.');
  return row.decided_at ? decided() : row;
}

/** Refuses: accounts.request-unknown, accounts.request-decided, accounts.person-unknown. */
export async function readRequest(tx: Tx, id: string): Promise<OutputOf<typeof contract.readRequest>> {
  const row = await rowOf(tx, id);
  const person = await accountOf(tx.module, row.person_id);
  const other = row.other_id ? await accountOf(tx.module, row.other_id) : undefined;
  for (const one of [person, ...(other ? [other] : [])]) await auditOfPerson(tx, 'accounts.request-read', one);
  return {
    request: requestOf(row),
    person: await viewOf(tx, person),
    ...(other ? { other: await viewOf(tx, other) } : {}),
    ...(row.facts.entry ? { entry: row.facts.entry } : {}),
    ...(row.facts.email ? { email: row.facts.email } : {}),
  };
}

/**
 * That it is approved is kept, identity acts, then the decision is kept: where the process ended in between it cannot be declined
 * any more, and approving again does the same once more. What identity refuses may still be declined.
 * Refuses: accounts.request-unknown, -decided, accounts.second-person-needed, accounts.for-oneself, identity.person-known, -unknown.
 */
export async function decideRequest(
  module: ModuleRuntime,
  { id, approved }: InputOf<typeof contract.decideRequest>,
  principal: Principal,
): Promise<{ id: string }> {
  const row = await module.tx(principal, async (tx) => {
    const found = await rowOf(tx, id, 'for update');
    demandAnother(tx, found.person_id, found.other_id);
    if (approved && found.asked_by === asPerson(tx).id)
      refuse('forbidden', 'accounts.second-person-needed', 'Somebody else must decide what you asked for.');
    if (!approved && found.approved) decided();
    if (approved) await store.markApproved(tx, id, true);
    return found;
  });
  const person = await accountOf(module, row.person_id);
  const personKey = await carryOut(module, row, person, approved).catch(async (error: unknown) => {
    if (isRefusal(error) && error.kind !== 'unavailable')
      await module.tx(principal, (tx) => store.markApproved(tx, id, null));
    throw error;
  });
  return module.tx(principal, async (tx) => {
    await rowOf(tx, id, 'for update');
    await store.decideRequest(tx, id, asPerson(tx).id, approved);
    await audit(tx, {
      action: 'accounts.request-decided',
      object: { type: 'request', id },
      subject: personKey,
      purpose: row.facts.reason,
      details: { approved, kind: row.kind, askedBy: row.asked_by },
    });
    if (!approved) return { id };
    if (row.kind === 'recover') {
      await begin(tx, { ...person, email: row.facts.email ?? '' }, 'office');
      await tell(tx, { key: `${id}-known`, matter: 'recovery-office', personKey });
    } else await tell(tx, { key: id, matter: row.kind === 'join' ? 'joined' : 'merged', personKey });
    return { id };
  });
}

/** Answers the pseudonym that is theirs from now on. */
async function carryOut(module: ModuleRuntime, row: Row, person: KnownAccount, approved: boolean): Promise<string> {
  const { personId } = person;
  const { entry } = row.facts;
  if (!approved) return person.personKey;
  if (row.kind === 'join' && entry) {
    const personKey = numberKey(module, entry.number);
    await module.call(joinPerson, { personId, personKey, name: entry.name });
    return personKey;
  }
  if (row.kind === 'merge' && row.other_id) {
    const { closed } = await accountOf(module, row.other_id);
    if (!closed) await module.call(mergePeople, { personId, otherId: row.other_id });
  }
  return person.personKey;
}
