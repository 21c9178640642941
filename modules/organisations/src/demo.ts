// SPDX-License-Identifier: Apache-2.0
import { audit, idOf, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { organisationUnknown } from './directory.ts';
import { beginReviews } from './oversight/reviews.ts';
import { findOrganisation } from './queries.ts';
import * as store from './store.ts';
import { tellIdentity } from './telling.ts';

const rowId = (key: string) => idOf(`demo structure ${key}`);

async function demandDemo(tx: Tx, id: string): Promise<void> {
  if (!tx.module.config.demo)
    refuse('conflict', 'organisations.demo-off', 'Offices of the demo exist only where it is on (STOA_DEMO=1).');
  await audit(tx, { action: 'organisations.demo-entered', object: { type: 'organisation', id } });
}

/** Refuses: organisations.demo-off. */
export async function enterDemoOrganisations(
  tx: Tx,
  { items }: InputOf<typeof contract.enterDemoOrganisations>,
): Promise<{ entered: number }> {
  await demandDemo(tx, 'demo');
  await store.lockDirectory(tx);
  let entered = 0;
  for (const { id, facts } of items) {
    if (await findOrganisation(tx, id)) continue;
    await store.putOrganisation(tx, { id, ...facts, revision: 1 }, facts.from, null);
    entered += 1;
  }
  return { entered };
}

/** Refuses: organisations.demo-off, organisations.organisation-unknown. */
export async function enterDemoStructure(
  tx: Tx,
  { id, units, posts }: InputOf<typeof contract.enterDemoStructure>,
): Promise<{ people: number }> {
  await demandDemo(tx, id);
  if (!(await findOrganisation(tx, id))) organisationUnknown();
  const { calendar } = tx.module.country;
  const unitId = (key: string) => rowId(`${id} ${key}`);
  await store.insertRows(
    tx,
    'unit',
    units.map(({ key, name, parent, from }) => ({
      ...{ id: unitId(key), organisation_id: id, parent_id: parent ? unitId(parent) : null, name, from_on: from },
    })),
  );
  await store.insertRows(
    tx,
    'post',
    posts.map(({ key, unit, title, from }) => ({
      ...{ id: rowId(key), organisation_id: id, unit_id: unitId(unit), title, from_on: from },
    })),
  );
  await store.insertRows(
    tx,
    'post_duty',
    posts.flatMap(({ key, duties, from }) =>
      duties.map((code) => ({
        ...{ id: rowId(`${key} ${code}`), post_id: rowId(key), code, from_at: calendar.startOfDate(from) },
      })),
    ),
  );
  const holdings = posts.flatMap(({ key, holdings: held }) => {
    const holder = held.findIndex(({ as }) => as !== 'substitute');
    return held.map(({ personId, name, as, reason, from, until }, at) => ({
      ...{ id: rowId(`${key} ${at}`), post_id: rowId(key), person_id: personId, name, as_what: as, from_at: from },
      ...{ for_id: as === 'substitute' ? rowId(`${key} ${holder}`) : null, reason: reason ?? null },
      until_at: until ?? null,
    }));
  });
  await store.insertRows(tx, 'holding', holdings);
  const concerned = posts.filter(({ duties }) => duties.length > 0).flatMap(({ holdings: held }) => held);
  for (const personId of new Set(concerned.map((one) => one.personId))) await tellIdentity(tx, personId);
  if (concerned.length > 0) await beginReviews(tx, id);
  return { people: holdings.length };
}
