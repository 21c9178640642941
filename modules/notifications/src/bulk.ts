// SPDX-License-Identifier: Apache-2.0
/** Many at once, in one statement each; and the demo's earlier years. */
import { newId, personKey, sealRow, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { fromTemplate } from './inbox.ts';
import { campaignCounts } from './reports/queries.ts';
import { route } from './routing/route.ts';
import { insertDeliveries, type NewDelivery } from './sending/store.ts';
import { wakeSending } from './sending/wake.ts';
import { insertMessages } from './store.ts';
import * as history from './history/store.ts';
import { published } from './templates/store.ts';
import { sayInAll } from './templates/words.ts';

/** People get a message in their inbox too; an address without an account gets the e-mail alone. */
export async function notifyMany(
  tx: Tx,
  { key, template, personalisation = {}, to }: InputOf<typeof contract.notifyMany>,
): Promise<OutputOf<typeof contract.notifyMany>> {
  const words = await fromTemplate(tx, template, personalisation);
  const people = to.flatMap((one) => (one.personKey ? [{ key: `${key}:${one.key}`, personKey: one.personKey }] : []));
  const ids = [
    ...(
      await insertMessages(
        tx,
        people.map((one) => ({ ...one, ...words, campaign: key })),
      )
    ).values(),
  ];
  if (ids.length > 0) await route.enqueue(tx, { messageIds: ids });
  const version = await published(tx, template);
  const strangers = await history.newKeys(
    tx,
    key,
    to.flatMap((one) => (one.email && !one.personKey ? [{ key: one.key, email: one.email }] : [])),
  );
  const made = await insertDeliveries(
    tx,
    strangers.map(
      ({ email }): NewDelivery => ({
        ...{
          channel: 'email',
          matter: words.matter,
          priority: 2,
          language: 'en',
          address: email,
          data: personalisation,
          campaign: key,
        },
        ...(version ? { template: { id: version.id, code: version.code, version: version.version ?? 0 } } : {}),
      }),
    ),
  );
  if (made.length > 0) wakeSending(tx, 'email');
  const accepted = ids.length + made.length;
  return { accepted, known: to.length - accepted };
}

export const countCampaign = (tx: Tx, key: string): Promise<OutputOf<typeof contract.countCampaign>> =>
  campaignCounts(tx, key);

/** Entered again, nothing changes: keys and days are known. */
export async function enterDemoMessages(
  tx: Tx,
  { templates, deliveries, figures }: InputOf<typeof contract.enterDemoMessages>,
): Promise<{ entered: number }> {
  for (const { code, content, at } of templates) await history.enterTemplate(tx, code, content, new Date(at));
  await history.enterFigures(tx, figures);
  const { country } = tx.module;
  let entered = 0;
  for (const one of deliveries) {
    const version = await published(tx, one.template);
    if (!version) continue;
    const who = personKey(tx.module, country.schemeOf(country.personScheme), one.number);
    const words = sayInAll(version.content, one.personalisation, tx.module.publicUrl);
    const messageId = newId();
    const kept = sealRow(tx, 'message', messageId, { ...words, link: null, data: one.personalisation });
    const deliveryId = newId();
    const { sealed } = sealRow(tx, 'delivery', deliveryId, { address: null, data: null });
    entered += await history.enterDelivery(tx, { ...one, who, messageId, deliveryId, version }, kept.sealed, sealed);
  }
  return { entered };
}
