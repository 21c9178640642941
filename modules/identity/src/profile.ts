// SPDX-License-Identifier: Apache-2.0
/** What a person sees of themselves. */
import { audit, type Page, type PageAsked, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { Capacity, DataOf, dataAccessed, InputOf, Language } from '@stoa/kernel/contract';
import { phoneText } from '@stoa/kernel/text';
import { shownEmail } from './addresses.ts';
import type { DataAccess, HeldFor, Profile, setContactDetails as contactDetails } from './contract.ts';
import { type HeldPowerRow, powersNow } from './held.ts';

/** One line for each side, with the widest power for it. */
export function powersByWhom(powers: readonly HeldPowerRow[]): HeldPowerRow[] {
  const byWhom = new Map<string, HeldPowerRow>();
  for (const power of powers) {
    const key = `${power.kind} ${power.onBehalfOf}`;
    const known = byWhom.get(key);
    if (!known || ((known.services || known.acts) && !power.services && !power.acts)) byWhom.set(key, power);
  }
  return [...byWhom.values()];
}

export const shownPower = ({ id, kind, onBehalfOf, name, role, services, acts, until }: HeldPowerRow): HeldFor => ({
  ...{ id, kind, onBehalfOf, name, role },
  ...(services ? { services } : {}),
  ...(acts ? { acts } : {}),
  ...(until ? { until: until.toISOString() } : {}),
});

export async function ownPowers(tx: Tx): Promise<{ items: HeldFor[] }> {
  const { principal } = tx;
  return { items: principal.kind === 'person' ? powersByWhom(await powersNow(tx, principal.id)).map(shownPower) : [] };
}

export async function getProfile(tx: Tx): Promise<Profile> {
  const { principal } = tx;
  if (principal.kind !== 'person') refuse('missing', 'identity.person-unknown', 'Only people have a profile.');
  const { rows } = await tx.query<{
    name: string;
    email: string | null;
    phone: string | null;
    language: Language | null;
  }>('select name, email, phone, language from person where id = $1', [principal.id]);
  const person = rows[0] ?? refuse('missing', 'identity.person-unknown', 'There is no such person.');
  const held = powersByWhom(await powersNow(tx, principal.id));
  const actingFor = held.find(({ onBehalfOf }) => onBehalfOf === principal.actingFor?.id);
  return {
    id: principal.id,
    name: person.name,
    ...(person.email ? { email: shownEmail(person.email) } : {}),
    ...(person.phone ? { phone: person.phone } : {}),
    ...(person.language ? { language: person.language } : {}),
    assurance: principal.assurance,
    duties: principal.duties.map(({ code, organisationId }) => ({ code, organisationId })),
    powers: held.map(shownPower),
    ...(actingFor ? { actingFor: shownPower(actingFor) } : {}),
  };
}

/** A telephone is data for those who call: nothing is sent to it. Refuses: identity.person-unknown, identity.phone-invalid. */
export async function setContactDetails(
  tx: Tx,
  { phone, language }: InputOf<typeof contactDetails>,
): Promise<{ saved: boolean }> {
  const number = phone && phoneText(phone);
  if (number && !/^\+?[\d ()-]{5,30}$/.test(number))
    refuse(
      'invalid',
      'identity.phone-invalid',
      'A telephone number has digits, blanks, brackets and one leading plus.',
      {
        errors: [{ pointer: '/phone', code: 'identity.phone-invalid', message: 'This is no telephone number.' }],
      },
    );
  const id = tx.principal.kind === 'person' ? tx.principal.id : null;
  const { rowCount } = await tx.query('update person set phone = $2, language = $3 where id = $1', [
    id,
    number ?? null,
    language ?? null,
  ]);
  if (!id || rowCount === 0) refuse('missing', 'identity.person-unknown', 'Only people have contact data.');
  await audit(tx, { action: 'identity.contact-details-set', object: { type: 'person', id } });
  return { saved: true };
}

export const keepAccess = (tx: Tx, data: DataOf<typeof dataAccessed>) =>
  tx.query(
    `insert into data_access (entry_id, at, subject, module, action, actor_kind, actor_name, organisation_id, purpose, object_type, object_id, capacity)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      data.entryId,
      data.at,
      data.subject,
      data.module,
      data.action,
      data.actorKind,
      data.actorName,
      data.organisationId ?? null,
      data.purpose ?? null,
      data.objectType,
      data.objectId,
      data.capacity ?? null,
    ],
  );

type AccessRow = Omit<DataAccess, 'at' | 'organisationId' | 'purpose' | 'as' | 'inPlaceOf' | 'onBehalfOf'> & {
  capacity: Capacity | null;
  at: Date;
  organisationId: string | null;
  purpose: string | null;
};

export async function listDataAccesses(tx: Tx, asked: PageAsked): Promise<Page<DataAccess>> {
  const { principal } = tx;
  if (principal.kind !== 'person' || !principal.personKey) return { items: [] };
  const values = [principal.personKey, asked.cursor];
  return pageOfRows(
    asked,
    (count) =>
      tx.query<AccessRow>(
        `select a.entry_id as id, a.at, a.module, a.action, a.actor_kind as "actorKind", a.actor_name as "actorName",
           a.organisation_id as "organisationId",
           a.purpose, a.object_type as "objectType", a.object_id as "objectId", a.capacity
         from data_access a
         where a.subject = $1 and ($2::uuid is null or (a.at, a.entry_id) < (select at, entry_id from data_access where entry_id = $2))
         order by a.at desc, a.entry_id desc limit $3`,
        [...values, count],
      ),
    ({ organisationId, purpose, at, capacity, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      ...(organisationId ? { organisationId } : {}),
      ...(purpose ? { purpose } : {}),
      ...(capacity?.as ? { as: capacity.as } : {}),
      ...(capacity?.inPlaceOf ? { inPlaceOf: capacity.inPlaceOf } : {}),
      ...(capacity?.actingFor ? { onBehalfOf: capacity.actingFor.name } : {}),
    }),
  );
}
