// SPDX-License-Identifier: Apache-2.0
/** An employer's representative vouches for somebody who registered by passport. */
import { findAccount, setProofing } from '@stoa/identity/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { audit, type ModuleRuntime, newId, type Page, type PageAsked, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Sponsorship } from '../contract.ts';
import { asPerson } from '../principals.ts';
import * as store from './store.ts';
import { tell } from '../telling.ts';

/** Refuses: accounts.person-unknown, accounts.proofing-not-higher, organisations.organisation-unknown. */
export async function askSponsor(
  tx: Tx,
  { organisationId }: InputOf<typeof contract.askSponsor>,
): Promise<{ id: string }> {
  const { found } = await tx.module.call(findAccount, { personId: asPerson(tx).id });
  if (!found) return refuse('missing', 'accounts.person-unknown', 'There is no such person.');
  if (found.proofing > 1)
    refuse('conflict', 'accounts.proofing-not-higher', 'It is known well enough who you are. You need no sponsor.');
  await tx.call(getOrganisation, { id: organisationId });
  const { personId, name } = found;
  return { id: await store.putSponsorship(tx, { id: newId(), personId, name, organisationId }) };
}

/** Who may do everything in its name, such as a director. */
const actingFor = ({ principal }: Pick<Tx, 'principal'>): string =>
  (principal.kind === 'person' &&
    principal.actingFor?.kind === 'organisation' &&
    !principal.actingFor.limits &&
    principal.actingFor.id) ||
  refuse('forbidden', 'accounts.not-acting', 'Choose an organisation first for which you may do everything.');

/** Refuses: accounts.not-acting. */
export async function listSponsorships(tx: Tx, asked: PageAsked): Promise<Page<Sponsorship>> {
  const organisationId = actingFor(tx);
  return pageOfRows(
    asked,
    (count) => store.openSponsorships(tx, organisationId, asked.cursor, count),
    ({ id, name, asked_at: at }) => ({ id, name, askedAt: at.toISOString() }),
  );
}

/** Done again after a crash it changes nothing. Refuses: accounts.not-acting, accounts.request-unknown, accounts.for-oneself. */
export async function answerSponsorship(
  module: ModuleRuntime,
  { id, vouched }: InputOf<typeof contract.answerSponsorship>,
  principal: Principal,
): Promise<{ id: string }> {
  const organisationId = actingFor({ principal });
  const personId = (await module.tx(principal, (tx) => store.askedBy(tx, id, organisationId))) ?? unknown();
  if (principal.kind === 'person' && principal.id === personId)
    refuse('forbidden', 'accounts.for-oneself', 'Nobody vouches for themselves.');
  const { found } = await module.call(findAccount, { personId });
  if (vouched && !(await module.tx(principal, (tx) => store.markVouched(tx, id)))) unknown();
  if (vouched && found && found.proofing < 2) await module.call(setProofing, { personId, proofing: 2 });
  return module.tx(principal, async (tx) => {
    if (!(await store.answerSponsorship(tx, id, asPerson(tx).id, vouched))) unknown();
    await audit(tx, {
      action: 'accounts.sponsorship-answered',
      object: { type: 'sponsorship', id },
      ...(found ? { subject: found.personKey } : {}),
      details: { vouched, organisationId },
    });
    if (vouched && found)
      await tell(tx, { key: `sponsored-${id}`, matter: 'proofing-raised', personKey: found.personKey });
    return { id };
  });
}

const unknown = (): never =>
  refuse('missing', 'accounts.request-unknown', 'Nothing of this number waits for you. It may be answered already.');
