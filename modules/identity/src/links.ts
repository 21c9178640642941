// SPDX-License-Identifier: Apache-2.0
/** Links that prove that a message reached a person. The token is made from the row's id whenever it is shown, and kept nowhere. */
import {
  audit,
  emit,
  hashPassword,
  idOfLinkToken,
  linkToken,
  type ModuleRuntime,
  newId,
  refuse,
  type Tx,
} from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { shownEmail, storedEmail } from './addresses.ts';
import type * as contract from './contract.ts';
import { linkOffered } from './contract.ts';
import { demandStrongPassword } from './sign-in/password-rules.ts';
import { tell } from './telling.ts';

type Purpose = 'activate' | 'change-email' | 'confirm-email';

const validHours = 72;

const secret = 'identity-links';

/** Portal path of a link. */
export const pathOf = (module: ModuleRuntime, id: string): string => `/account/link/${linkToken(module, secret, id)}`;

const idOf = (module: ModuleRuntime, token: string): string | undefined => idOfLinkToken(module, secret, token);

/** Makes a link and has it sent; earlier ones of the same purpose are good no more. */
export async function offerLink(
  tx: Tx,
  personId: string,
  purpose: Purpose,
  { email, tell: send = true }: { email?: string; tell?: boolean } = {},
): Promise<{ id: string; expiresAt: Date }> {
  // One at a time for each person: of links asked for at once only the last is good.
  await tx.query('select 1 from person where id = $1 for update', [personId]);
  const id = newId();
  const expiresAt = new Date(tx.now.getTime() + validHours * 3_600_000);
  const replaced = purpose === 'activate' ? ['activate'] : ['change-email', 'confirm-email'];
  await tx.query('update link set used_at = $3 where person_id = $1 and purpose = any($2) and used_at is null', [
    personId,
    replaced,
    tx.now,
  ]);
  await tx.query(
    'insert into link (id, person_id, purpose, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [id, personId, purpose, email ?? null, tx.now, expiresAt],
  );
  if (send) await emit(tx, linkOffered, { linkId: id });
  return { id, expiresAt };
}

interface LinkRow {
  id: string;
  person_id: string;
  purpose: Purpose;
  new_email: string | null;
  name: string;
  email: string | null;
  person_key: string;
  login: string | null;
}

async function openLink(tx: Tx, id: string | undefined): Promise<LinkRow> {
  const { rows } = await tx.query<LinkRow>(
    `select l.id, l.person_id, l.purpose, l.email as new_email, p.name, p.email, p.person_key, a.login
     from link l join person p on p.id = l.person_id left join account a on a.person_id = p.id
     where l.id = $1 and l.used_at is null and l.expires_at > $2`,
    [id ?? null, tx.now],
  );
  return rows[0] ?? linkInvalid();
}

const linkInvalid = (): never =>
  refuse('gone', 'identity.link-invalid', 'This link was used already or has expired. Ask for a new one.');

/** Refuses: identity.link-invalid. */
export async function describeLink(tx: Tx, token: string): Promise<OutputOf<typeof contract.describeLink>> {
  const { purpose, login, new_email: email } = await openLink(tx, idOf(tx.module, token));
  return {
    purpose,
    ...(purpose === 'activate' && login ? { login } : {}),
    ...(email ? { email: shownEmail(email) } : {}),
  };
}

/** Refuses: identity.link-invalid. */
export async function revealLink(tx: Tx, id: string): Promise<OutputOf<typeof contract.revealLink>> {
  const { purpose, name, email, new_email: newEmail } = await openLink(tx, id);
  const to = purpose === 'confirm-email' ? newEmail : email;
  return { purpose, path: pathOf(tx.module, id), name, ...(to ? { to } : {}), ...(newEmail ? { newEmail } : {}) };
}

/** Refuses: identity.link-invalid, identity.password-weak, kernel.busy. */
export async function useLink(
  module: ModuleRuntime,
  { token, password = '' }: InputOf<typeof contract.useLink>,
  principal: Principal,
): Promise<{ purpose: Purpose }> {
  const link = await module.tx(principal, (tx) => openLink(tx, idOf(module, token)));
  const { purpose, login, name, email } = link;
  let passwordHash: string | undefined;
  if (purpose === 'activate') {
    await demandStrongPassword(password, [login ?? '', name, email ?? '']);
    passwordHash = await hashPassword(password);
  }
  return module.tx(principal, async (tx) => {
    // The row that could be changed decides between two who use it at once.
    const { rowCount } = await tx.query(
      'update link set used_at = $2 where id = $1 and used_at is null and expires_at > $2',
      [link.id, tx.now],
    );
    if (rowCount === 0) linkInvalid();
    if (passwordHash) {
      const activated = await tx.query(
        'update account set password_hash = $2 where person_id = $1 and password_hash is null',
        [link.person_id, passwordHash],
      );
      if (activated.rowCount === 0) linkInvalid();
    } else if (purpose === 'change-email')
      // The old address agrees; now the new one shows that somebody reads it.
      await offerLink(tx, link.person_id, 'confirm-email', { email: link.new_email ?? '' });
    else await tx.query('update person set email = $2 where id = $1', [link.person_id, link.new_email]);
    const before = purpose === 'confirm-email' ? email : null;
    if (purpose !== 'change-email')
      await tell(tx, {
        key: `link-${link.id}`,
        personKey: link.person_key,
        matter: purpose,
        ...(before ? { email: before } : {}),
      });
    await audit(tx, {
      action: 'identity.link-used',
      object: { type: 'person', id: link.person_id },
      details: { purpose, linkId: link.id },
    });
    return { purpose };
  });
}

/** Refuses: identity.person-unknown. */
export async function requestEmailChange(
  tx: Tx,
  newEmail: string,
): Promise<OutputOf<typeof contract.requestEmailChange>> {
  const id = tx.principal.kind === 'person' ? tx.principal.id : null;
  const { rows } = await tx.query<{ email: string | null }>('select email from person where id = $1', [id]);
  const person = rows[0];
  if (!person || !id) return refuse('missing', 'identity.person-unknown', 'Only people have an address.');
  const purpose = person.email ? 'change-email' : 'confirm-email';
  await offerLink(tx, id, purpose, { email: storedEmail(newEmail) });
  await audit(tx, { action: 'identity.email-change-requested', object: { type: 'person', id } });
  return { confirmAt: person.email ? 'old-address' : 'new-address' };
}

export const dropOldLinks = (tx: Tx) =>
  tx.query('delete from link where expires_at < $1', [new Date(tx.now.getTime() - 30 * 86_400_000)]);
