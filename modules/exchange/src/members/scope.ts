// SPDX-License-Identifier: Apache-2.0
/** Whose subsystems a person answers for: all of them, or those of the organisations where they are an engineer. */
import { authorise, may, type Resource, refuse, type Tx } from '@stoa/kernel';

interface Owned {
  readonly id: string;
  readonly organisation: string | null;
}

const resourceOf = ({ id, organisation }: Owned): Resource => ({
  type: 'Subsystem',
  id,
  attributes: organisation === null ? {} : { engineer: `exchange.engineer@${organisation}` },
});

const ownedSubsystems = async (tx: Tx, id?: string) =>
  tx.query<Owned>(
    `select s.id, m.organisation_id as organisation from subsystem s join member m on m.id = s.member_id
     where $1::text is null or s.id = $1`,
    [id ?? null],
  );

/** Ids of the subsystems whose state the principal may see; undefined for all. */
export async function observedSubsystems(tx: Tx): Promise<string[] | undefined> {
  const permission = 'exchange:observe';
  if (may(tx, permission, { type: 'Exchange', id: 'exchange' })) return undefined;
  const { rows } = await ownedSubsystems(tx);
  return rows.filter((row) => may(tx, permission, resourceOf(row))).map(({ id }) => id);
}

/** Asks for the running operation's permission on a subsystem. One that may not be seen is as unknown as one that is not there. */
export async function authoriseSubsystem(tx: Tx, id: string): Promise<void> {
  const { rows } = await ownedSubsystems(tx, id);
  authorise(tx, resourceOf(rows[0] ?? { id, organisation: null }));
  if (!rows[0]) refuse('missing', 'exchange.subsystem-unknown', `Register the subsystem ${id} first.`);
}
