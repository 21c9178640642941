// SPDX-License-Identifier: Apache-2.0
/** People and their accounts. A password is chosen by its person; an account is never added to somebody who has one. */
import { audit, hashPassword, type ModuleRuntime, newId, personKey, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { nameText } from '@stoa/kernel/text';
import { storedEmail } from './addresses.ts';
import type * as contract from './contract.ts';
import { enterTotp } from './factors/factors.ts';
import { totpOf } from './factors/offers.ts';
import { giveDuty } from './hand-over.ts';
import { offerLink, pathOf } from './links.ts';

interface NewPerson {
  readonly key: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly login: string;
}

async function enter(tx: Tx, { key, name, email, login }: NewPerson): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into person (id, person_key, name, email, assurance) values ($1, $2, $3, $4, 1)
     on conflict (person_key) do nothing returning id`,
    [newId(), key, nameText(name), email ? storedEmail(email) : null],
  );
  const id = rows[0]?.id ?? personKnown();
  const { rowCount } = await tx.query(
    'insert into account (login, person_id) values ($1, $2) on conflict (login) do nothing',
    [login, id],
  );
  if (rowCount === 0) loginTaken();
  return id;
}

/** The person's pseudonym. Refuses a number whose check digits do not match: it would be nobody's. */
function keyOf(module: ModuleRuntime, snils: string): string {
  const { country } = module;
  if (!country.isNumber(country.personScheme, snils))
    refuse(
      'invalid',
      'identity.snils-invalid',
      'The number has a mistake: its check digits do not match. Compare it with the document.',
    );
  return personKey(module, country.schemeOf(country.personScheme), snils);
}

export const personKnown = (): never =>
  refuse('conflict', 'identity.person-known', 'This person is registered already. They change their own data.');

export const loginTaken = (): never =>
  refuse('conflict', 'identity.login-taken', 'Another person has this login. Choose another one.');

/** Refuses: identity.snils-invalid, identity.person-known, identity.login-taken. */
export async function registerPerson(
  tx: Tx,
  input: InputOf<typeof contract.registerPerson>,
): Promise<{ id: string; personKey: string }> {
  const key = keyOf(tx.module, input.snils);
  const id = await enter(tx, { ...input, key });
  await offerLink(tx, id, 'activate');
  return { id, personKey: key };
}

/** Refuses: identity.person-unknown, identity.account-active. */
export async function offerActivation(tx: Tx, personId: string): Promise<{ id: string }> {
  const { rows } = await tx.query<{ active: boolean }>(
    `select a.password_hash is not null as active from account a join person p on p.id = a.person_id
     where p.id = $1 and p.closed_at is null`,
    [personId],
  );
  const account = rows[0] ?? personUnknown();
  if (account.active)
    refuse('conflict', 'identity.account-active', 'This person has chosen a password already and can sign in.');
  await offerLink(tx, personId, 'activate');
  return { id: personId };
}

export const personUnknown = (): never => refuse('missing', 'identity.person-unknown', 'There is no such person.');

/** Refuses: identity.login-taken. */
export async function createAdministrator(
  tx: Tx,
  input: InputOf<typeof contract.createAdministrator>,
): Promise<OutputOf<typeof contract.createAdministrator>> {
  const platform = 'PLATFORM';
  await tx.query(
    `insert into organisation (id, kind, name) values ($1, 'government', $2) on conflict (id) do nothing`,
    [
      platform,
      JSON.stringify({
        en: 'Operator of the platform',
        ru: 'Оператор платформы',
        kk: 'Платформа операторы',
        uk: 'Оператор платформи',
        ar: 'مشغل المنصة',
      }),
    ],
  );
  const waiting = await tx.query<{ person_id: string }>(
    `select a.person_id from account a join duty_now d on d.person_id = a.person_id and d.code = 'platform.operator'
     where a.login = $1 and a.password_hash is null`,
    [input.login],
  );
  // Asked for again before a password was chosen: the link before is good no more.
  const known = waiting.rows[0]?.person_id;
  // No number of a register: nobody's data are known under this pseudonym.
  const id = known ?? (await enter(tx, { ...input, email: input.email, key: `administrator:${newId()}` }));
  for (const code of ['platform.operator', 'identity.grantor'])
    await giveDuty(tx, id, { code, organisationId: platform });
  const link = await offerLink(tx, id, 'activate', { tell: false });
  return { id, path: pathOf(tx.module, link.id), expiresAt: link.expiresAt.toISOString() };
}

export async function hasAdministrator(tx: Tx): Promise<{ exists: boolean }> {
  const { rowCount } = await tx.query(
    `select 1 from duty_now d join account a on a.person_id = d.person_id where d.code = 'platform.operator' and not a.demo limit 1`,
  );
  return { exists: rowCount > 0 };
}

/**
 * Entered again, the demo's person gets what is missing; a real account is never touched.
 * Refuses: identity.demo-off, identity.login-taken.
 */
export async function enterDemoPerson(
  module: ModuleRuntime,
  input: InputOf<typeof contract.enterDemoPerson>,
  principal: Principal,
): Promise<{ id: string; personKey: string }> {
  if (!module.config.demo) demoOff();
  const key = keyOf(module, input.snils);
  const known = await module.tx(principal, (tx) => demoAccount(tx, key));
  const passwordHash = known ? undefined : await hashPassword(input.password);
  return module.tx(principal, async (tx) => {
    const id = known ?? (await enter(tx, { ...input, key }));
    if (passwordHash)
      await tx.query('update account set password_hash = $2, demo = true where person_id = $1', [id, passwordHash]);
    if (input.appSecret && (await totpOf(tx, id)).length === 0) await enterTotp(tx, id, 'Demo', input.appSecret, true);
    for (const duty of input.duties) await giveDuty(tx, id, duty);
    return { id, personKey: key };
  });
}

/** Refuses: identity.demo-off, identity.snils-invalid. */
export async function enterDemoPeople(
  tx: Tx,
  { people }: InputOf<typeof contract.enterDemoPeople>,
): Promise<{ ids: string[] }> {
  if (!tx.module.config.demo) demoOff();
  const rows = people.map(({ snils, name }) => ({ id: newId(), key: keyOf(tx.module, snils), name: nameText(name) }));
  await tx.query(
    `insert into person (id, person_key, name, assurance)
     select id, key, name, 1 from jsonb_to_recordset($1::jsonb) as p (id uuid, key text, name text) on conflict (person_key) do nothing`,
    [JSON.stringify(rows)],
  );
  const known = await tx.query<{ id: string; key: string }>(
    'select id, person_key as key from person where person_key = any($1::text[])',
    [rows.map(({ key }) => key)],
  );
  const byKey = new Map(known.rows.map(({ id, key }) => [key, id]));
  await audit(tx, {
    action: 'identity.demo-people-entered',
    object: { type: 'people', id: 'demo' },
    details: { count: people.length },
  });
  return { ids: rows.map(({ key, id }) => byKey.get(key) ?? id) };
}

const demoOff = (): never =>
  refuse('conflict', 'identity.demo-off', 'People of the demo exist only where it is on (STOA_DEMO=1).');

async function demoAccount(tx: Tx, key: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    'select p.id from person p join account a on a.person_id = p.id where p.person_key = $1 and a.demo',
    [key],
  );
  return rows[0]?.id;
}
