// SPDX-License-Identifier: Apache-2.0
/** What accounts asks of people here (decision 28): an account opened, come back to, joined, merged, closed. */
import { emit, hashPassword, type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { identifierText, nameText } from '@stoa/kernel/text';
import { storedEmail } from './addresses.ts';
import type * as contract from './contract.ts';
import { type KnownAccount, personJoined } from './contract.ts';
import { loginTaken, personKnown, personUnknown } from './people.ts';
import { closeSessionsOf } from './sessions/sessions.ts';
import { demandStrongPassword } from './sign-in/password-rules.ts';

interface Row {
  id: string;
  person_key: string;
  name: string;
  login: string;
  email: string | null;
  proofing: number;
  closed_at: Date | null;
  signed_in_at: Date | null;
  duties: boolean;
}

async function rowOf(tx: Tx, column: 'p.person_key' | 'a.login' | 'p.id', value: string): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>(
    `select p.id, p.person_key, p.name, a.login, p.email, p.proofing, p.closed_at, p.signed_in_at, exists (
       select 1 from duty_now d where d.person_id = p.id and (d.until_at is null or d.until_at > $2)) as duties
     from person p join account a on a.person_id = p.id where ${column} = $1 order by a.login limit 1`,
    [value, tx.now],
  );
  return rows[0];
}

const personOf = async (tx: Tx, id: string): Promise<Row> => {
  // Nobody else changes this person meanwhile.
  await tx.query('select 1 from person where id = $1 for update', [id]);
  return (await rowOf(tx, 'p.id', id)) ?? personUnknown();
};

export async function findAccount(
  tx: Tx,
  { personKey, login, personId }: InputOf<typeof contract.findAccount>,
): Promise<{ found?: KnownAccount }> {
  const row = personKey
    ? await rowOf(tx, 'p.person_key', personKey)
    : personId
      ? await rowOf(tx, 'p.id', personId)
      : await rowOf(tx, 'a.login', identifierText(login ?? '').toLowerCase());
  if (!row) return {};
  return {
    found: {
      personId: row.id,
      personKey: row.person_key,
      name: row.name,
      login: row.login,
      ...(row.email ? { email: row.email } : {}),
      proofing: row.proofing,
      closed: row.closed_at !== null,
      holdsDuties: row.duties,
      ...(row.signed_in_at ? { signedInAt: row.signed_in_at.toISOString() } : {}),
    },
  };
}

/** Who gave up an account opens it again. Refuses: identity.login-taken, -person-known, -opened-once, -password-weak, kernel.busy. */
export async function openAccount(
  module: ModuleRuntime,
  input: InputOf<typeof contract.openAccount>,
  principal: Principal,
): Promise<{ personId: string }> {
  const { personKey, login, proofing, language, once } = input;
  const name = nameText(input.name);
  await demandStrongPassword(input.password, [login, name, input.email]);
  const passwordHash = await hashPassword(input.password);
  return module.tx(principal, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `insert into person (id, person_key, name, email, assurance, proofing, language) values ($1, $2, $3, $4, 1, $5, $6)
       on conflict (person_key) do update set name = excluded.name, email = excluded.email, proofing = excluded.proofing,
         language = excluded.language, closed_at = null where person.closed_at is not null returning id`,
      [newId(), personKey, name, storedEmail(input.email), proofing, language ?? null],
    );
    const personId = rows[0]?.id ?? personKnown();
    if (once) await demandFirst(tx, once, personId);
    await tx.query('delete from account where person_id = $1', [personId]);
    const { rowCount } = await tx.query(
      'insert into account (login, person_id, password_hash) values ($1, $2, $3) on conflict (login) do nothing',
      [login, personId, passwordHash],
    );
    if (rowCount === 0) loginTaken();
    return { personId };
  });
}

/** Decided with the account in one transaction: whoever comes second waits for the first, and learns how that ended. */
async function demandFirst(tx: Tx, key: string, personId: string): Promise<void> {
  const sql = 'insert into opened_once (key, person_id) values ($1, $2) on conflict do nothing';
  if ((await tx.query(sql, [key, personId])).rowCount === 0)
    refuse('conflict', 'identity.opened-once', 'An account was opened for this already. Ask for another invitation.');
}

/** Refuses: identity.person-unknown, identity.password-weak, kernel.busy. */
export async function replacePassword(
  module: ModuleRuntime,
  { personId, password }: InputOf<typeof contract.replacePassword>,
  principal: Principal,
): Promise<{ login: string }> {
  const { login, name, email } = await module.tx(principal, (tx) => personOf(tx, personId));
  await demandStrongPassword(password, [login, name, email ?? '']);
  const passwordHash = await hashPassword(password);
  return module.tx(principal, async (tx) => {
    const person = await personOf(tx, personId);
    if (person.closed_at) personUnknown();
    await tx.query('update account set password_hash = $2, demo = false where person_id = $1', [
      personId,
      passwordHash,
    ]);
    await endAll(tx, personId);
    return { login: person.login };
  });
}

/** Sessions end, and links on their way are worth nothing any more. */
async function endAll(tx: Tx, personId: string): Promise<void> {
  await closeSessionsOf(tx, personId);
  await tx.query('update link set used_at = $2 where person_id = $1 and used_at is null', [personId, tx.now]);
}

/** Refuses: identity.person-unknown. */
export async function setProofing(
  tx: Tx,
  { personId, proofing }: InputOf<typeof contract.setProofing>,
): Promise<{ proofing: number }> {
  const known = Math.max((await personOf(tx, personId)).proofing, proofing);
  await tx.query('update person set proofing = $2 where id = $1', [personId, known]);
  return { proofing: known };
}

async function rename(tx: Tx, from: string, to: string): Promise<void> {
  await tx.query('update data_access set subject = $2 where subject = $1', [from, to]);
  // Until powers tells them anew under the pseudonym that is theirs now.
  await tx.query(
    `insert into held_power (person_key, power_id, kind, on_behalf_of, name, role, services, acts, from_at, until_at)
     select $2, power_id, kind, on_behalf_of, name, role, services, acts, from_at, until_at from held_power
     where person_key = $1 on conflict do nothing`,
    [from, to],
  );
  await tx.query('delete from held_power where person_key = $1', [from]);
  await emit(tx, personJoined, { from, to }, { subject: to });
}

/** Refuses: identity.person-unknown, identity.person-known. */
export async function joinPerson(
  tx: Tx,
  { personId, personKey, name }: InputOf<typeof contract.joinPerson>,
): Promise<{ personKey: string }> {
  const person = await personOf(tx, personId);
  if (person.person_key === personKey) return { personKey };
  const facts = [personId, personKey, nameText(name)];
  await tx
    .query('update person set person_key = $2, name = $3, proofing = greatest(proofing, 2) where id = $1', facts)
    // The index decides: somebody else may register at this very instant.
    .catch((error: Error & { code?: string }) => (error.code === '23505' ? personKnown() : Promise.reject(error)));
  await rename(tx, person.person_key, personKey);
  return { personKey };
}

/** Refuses: identity.person-unknown, identity.same-person, identity.duties-held. */
export async function mergePeople(
  tx: Tx,
  { personId, otherId }: InputOf<typeof contract.mergePeople>,
): Promise<{ personId: string }> {
  if (personId === otherId)
    refuse('conflict', 'identity.same-person', 'Both accounts are the same one. Name two different accounts.');
  // Always in the same order: two merges at once do not wait for each other.
  for (const id of [personId, otherId].sort()) await tx.query('select 1 from person where id = $1 for update', [id]);
  const [kept, other] = [await personOf(tx, personId), await personOf(tx, otherId)];
  if (kept.closed_at || other.closed_at) personUnknown();
  demandNoDuties(other);
  await shut(tx, otherId);
  await rename(tx, other.person_key, kept.person_key);
  return { personId };
}

/** Refuses: identity.person-unknown, identity.duties-held. */
export async function closeAccount(
  tx: Tx,
  { personId }: InputOf<typeof contract.closeAccount>,
): Promise<{ personId: string }> {
  demandNoDuties(await personOf(tx, personId));
  await shut(tx, personId);
  return { personId };
}

function demandNoDuties({ duties }: Row): void {
  if (duties)
    refuse(
      'conflict',
      'identity.duties-held',
      'The account that closes holds duties. End its posts first, under Organisations.',
    );
}

async function shut(tx: Tx, personId: string): Promise<void> {
  await endAll(tx, personId);
  await tx.query('update account set password_hash = null where person_id = $1', [personId]);
  await tx.query('delete from duty where person_id = $1', [personId]);
  await tx.query('update person set closed_at = $2, email = null, phone = null where id = $1', [personId, tx.now]);
}
