// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { CardState } from '../contract.ts';

export async function objectsSince(tx: Tx, personKey: string): Promise<Date | undefined> {
  const sql = 'select since from objection where person_key = $1';
  return (await tx.query<{ since: Date }>(sql, [personKey])).rows[0]?.since;
}

/** Whether one of them does not want to be asked. */
export async function objects(tx: Tx, personKeys: readonly string[]): Promise<boolean> {
  return (await tx.query('select 1 from objection where person_key = any($1)', [personKeys])).rows.length > 0;
}

export const insertObjection = (tx: Tx, personKey: string) =>
  tx.query('insert into objection (person_key, since) values ($1, $2) on conflict do nothing', [personKey, tx.now]);

export const deleteObjection = (tx: Tx, personKey: string) =>
  tx.query('delete from objection where person_key = $1', [personKey]);

interface OwnCard {
  readonly id: string;
  readonly organisationName: string;
  readonly directory: { name: LocalText } | null;
  readonly renderedOn: string;
  readonly ofChild: boolean;
  readonly state: CardState;
  readonly expiresAt: Date | null;
}

/** Of the services the person got, and of those of a child that they are asked about. */
export async function cardsAbout(tx: Tx, personKey: string, limit: number): Promise<OwnCard[]> {
  const { rows } = await tx.query<OwnCard>(
    `select c.id, c.organisation_name as "organisationName", c.directory, c.rendered_on as "renderedOn",
       coalesce(p.asked_key = $1 and p.person_key <> $1, false) as "ofChild", c.state,
       l.expires_at as "expiresAt"
     from card_person p join card c on c.id = p.card_id left join survey_link l on l.card_id = c.id
     where p.person_key = $1 or p.asked_key = $1 order by c.received_at desc, c.id desc limit $2`,
    [personKey, limit],
  );
  return rows;
}

/** For the copy of a person's data. */
export async function ownCards(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<{ id: string }>(
    `select c.id, c.organisation_name as organisation, c.rendered_on as "renderedOn", c.state, c.received_at as "receivedAt"
     from card_person p join card c on c.id = p.card_id
     where p.person_key = $1 and ($2::uuid is null or c.id > $2) order by c.id limit $3`,
    [personKey, after, count],
  );
  return rows;
}
