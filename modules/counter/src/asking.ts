// SPDX-License-Identifier: Apache-2.0
/** Who stands at the counter is asked, once number and name are those of one person of the population register. */
import { compareName } from '@stoa/accounts/contract';
import { getService } from '@stoa/catalogue/contract';
import { findContact } from '@stoa/identity/contract';
import { audit, type ModuleRuntime, newId, personKey, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import type * as contract from './contract.ts';
import type { Visit } from './contract.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';
import { audited, type Clerk, clerkOf, demandFree, demandOffice, found, minutes, shown } from './visits.ts';

type Asked = InputOf<typeof contract.askConsent>;
const asksAnHour = 5;

/** Refuses: counter.number-invalid, counter.own-visit. */
function visitorOf(tx: Tx, clerk: Clerk, number: string): string {
  const { country } = tx.module;
  if (!country.isNumber(country.personScheme, number))
    refuse('invalid', 'counter.number-invalid', 'The number has a mistake: compare it with the document.', {
      errors: [{ pointer: '/number', code: 'counter.number-invalid', message: 'Compare it with the document.' }],
    });
  const key = personKey(tx.module, country.schemeOf(country.personScheme), number);
  if (key === clerk.personKey)
    refuse('forbidden', 'counter.own-visit', 'Nobody helps themselves at the counter. Apply in your own cabinet.');
  return key;
}

/** Before a register is asked about anybody. Refuses: counter.office-not-yours, -visit-open, -number-invalid, -own-visit, -service-not-for-persons. */
async function demandAskable(tx: Tx, { officeId, number, serviceId }: Asked) {
  const clerk = clerkOf(tx);
  demandOffice(tx, 'counter:serve', officeId);
  await demandFree(tx, clerk);
  const key = visitorOf(tx, clerk, number);
  const service = await tx.module.call(getService, { id: serviceId });
  if (!service.audience.includes('person'))
    refuse('invalid', 'counter.service-not-for-persons', 'Only organisations apply for this. Choose another service.');
  if ((await queries.askedSince(tx, key, minutes(tx, -60))) >= asksAnHour)
    refuse('limit', 'counter.asked-too-often', 'This person was asked often enough. Wait an hour before asking again.');
  return { clerk, key, service };
}

/**
 * Whether nobody has the number or somebody of another name, the clerk does not learn; the person sees that they were sought.
 * Refuses: counter.person-not-matched, accounts.too-many-attempts, accounts.register-away.
 */
async function demandMatch(
  module: ModuleRuntime,
  principal: Principal,
  { number, name, officeId }: Asked,
  key: string,
) {
  if ((await module.call(compareName, { number, name })).fits) return;
  await module.tx(principal, (tx) => {
    demandOffice(tx, 'counter:serve', officeId);
    const about = { object: { type: 'office', id: officeId }, subject: key, purpose: 'Help at a counter' };
    return audit(tx, { action: 'counter.person-not-matched', ...about });
  });
  const message = 'Number and name do not belong together. Compare both with the document, letter by letter.';
  refuse('invalid', 'counter.person-not-matched', message, {
    errors: [{ pointer: '/name', code: 'counter.person-not-matched', message }],
  });
}

/**
 * Refuses: counter.office-not-yours, -number-invalid, -own-visit, -person-not-matched, -visit-open, -service-not-for-persons,
 * -no-address, -asked-too-often.
 */
export async function askConsent(module: ModuleRuntime, input: Asked, principal: Principal): Promise<Visit> {
  const { key } = await module.tx(principal, (tx) => demandAskable(tx, input));
  await demandMatch(module, principal, input, key);
  return module.tx(principal, (tx) => asked(tx, input));
}

async function asked(tx: Tx, input: Asked): Promise<Visit> {
  const { officeId, serviceId, way } = input;
  const { clerk, key, service } = await demandAskable(tx, input);
  const contact = await tx.module.call(findContact, { personKey: key });
  if (way === 'code' && !contact.email)
    refuse(
      'conflict',
      'counter.no-address',
      'This person has confirmed no address where a code could go. Let them sign the consent on paper.',
    );
  const { name: office } = await tx.module.call(getOrganisation, { id: officeId });
  const row = {
    ...{ id: newId(), officeId, office, clerkId: clerk.id, clerkName: clerk.name, personKey: key },
    ...{ personName: contact.name ?? input.name, document: input.document, reason: null, serviceId },
    ...({ service: service.title, language: input.language, way, state: 'asked', askedAt: tx.now } as const),
    ...{ openedAt: null, until: null, endedAt: null },
  };
  await store.insertVisit(tx, row);
  if (way === 'code') await tell(tx, 'code', row.id);
  const kept = await found(tx, row.id);
  await audited(tx, 'counter.consent-asked', kept);
  return shown(kept);
}
