// SPDX-License-Identifier: Apache-2.0
/** What identity kept before, or is entered there for administrators and the demo: each duty gets a post of its own (decision 25). */
import { handOverDuties } from '@stoa/identity/contract';
import { idOf, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import { longAgo } from './first-import.ts';
import { findOrganisation, localDate } from './queries.ts';
import * as store from './store.ts';
import { tellNow } from './telling.ts';
import titles from './titles.json' with { type: 'json' };

type HandedOver = OutputOf<typeof handOverDuties>;
type Handed<Kind extends keyof HandedOver> = HandedOver[Kind][number];

/**
 * A duty counts in identity until it is named as taken, which is when a session has it from its post. A process that ends in between
 * takes it again, which changes nothing.
 */
export async function takeOver(module: ModuleRuntime): Promise<void> {
  let taken: InputOf<typeof handOverDuties> = { organisations: [], duties: [] };
  for (;;) {
    const { organisations, duties } = await module.call(handOverDuties, taken);
    if (organisations.length + duties.length === 0) return;
    await module.tx({ kind: 'system' }, async (tx) => {
      await store.lockDirectory(tx);
      for (const one of organisations) await enter(tx, one);
      for (const one of duties) await seat(tx, one);
    });
    for (const personId of new Set(duties.map((one) => one.personId))) await tellNow(module, { personId });
    taken = {
      organisations: organisations.map(({ id }) => id),
      duties: duties.map(({ personId, organisationId, code }) => ({ personId, organisationId, code })),
    };
  }
}

type Known = Pick<Handed<'organisations'>, 'id' | 'name'> & Partial<Handed<'organisations'>>;
async function enter(tx: Tx, { id, kind, name, regionCode }: Known): Promise<void> {
  if (await findOrganisation(tx, id)) return;
  const [whole] = tx.module.country.territories;
  const central = regionCode === undefined || regionCode === whole.code ? 'central' : 'local';
  const facts = { name, kind: kind === 'company' ? kind : central, ...(regionCode ? { regionCode } : {}) } as const;
  const inn = kind === 'company' && /^(\d{10}|\d{12})$/.test(id) ? { inn: id } : {};
  await store.putOrganisation(tx, { id, revision: 1, ...facts, ...inn, from: longAgo }, longAgo, null);
}

async function seat(tx: Tx, { personId, personName, organisationId, code, from, until }: Handed<'duties'>) {
  await enter(tx, { id: organisationId, name: { en: organisationId } });
  const { calendar } = tx.module.country;
  const id = idOf(`handed over ${personId} ${organisationId} ${code}`);
  const since = from ? new Date(from) : calendar.startOfDate(localDate(tx));
  const title: LocalText = (titles as Record<string, LocalText>)[code] ?? { en: code };
  const day = calendar.localDate(since);
  await store.insertRows(tx, 'post', [{ id, organisation_id: organisationId, title, from_on: day }]);
  await store.insertRows(tx, 'post_duty', [{ id, post_id: id, code, from_at: since }]);
  await store.insertRows(tx, 'holding', [
    {
      id,
      post_id: id,
      person_id: personId,
      name: personName,
      as_what: 'holder',
      from_at: since,
      until_at: until ?? null,
    },
  ]);
}
