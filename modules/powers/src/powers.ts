// SPDX-License-Identifier: Apache-2.0
/** A power: written down, signed and offered, accepted, withdrawn. Nothing of it holds before the other side accepts. */
import { hash } from 'node:crypto';
import { audit, canonicalJson, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Power } from './contract.ts';
import * as queries from './queries.ts';
import type { PowerRow } from './queries.ts';
import { shown } from './shown.ts';
import * as sides from './sides.ts';
import { isSide, sideInCharge, sideOf } from './sides.ts';
import * as store from './store.ts';
import { tellPerson, tellTakers } from './telling.ts';

export const powerUnknown = (): never =>
  refuse('missing', 'powers.power-unknown', 'There is no such power of yours. Look at the list of powers again.');

const concerns = (power: PowerRow, side: sides.Side, taker = true): boolean =>
  isSide(side, power.giverKind, power.giverId) || (taker && isSide(side, power.takerKind, power.takerId));

export const listPowers = (
  tx: Tx,
  input: InputOf<typeof contract.listPowers>,
): Promise<OutputOf<typeof contract.listPowers>> => {
  const side = sideOf(tx);
  const filter = { current: input.current === true, after: input.cursor ?? null };
  return pageOfRows(
    input,
    // Who acts within limits sees what they received; what the side gave and received is for who is in charge of it.
    async (count) =>
      side.inCharge ? queries.listOf(tx, input.side === 'given' ? 'giver' : 'taker', side, filter, count) : [],
    (power) => shown(tx, power, side),
  );
};

/** Asked by a module for whoever acts; who has no number holds no powers. */
export async function stoodFor(
  tx: Tx,
  { side, since }: InputOf<typeof contract.stoodFor>,
): Promise<{ stood: boolean }> {
  const own = tx.principal.kind === 'person' ? tx.principal.personKey : undefined;
  return { stood: own !== undefined && (await queries.stoodFor(tx, { kind: 'person', id: own }, side, since)) };
}

interface Seen {
  readonly power: PowerRow;
  readonly side: sides.Side;
  /** Whether it is one of the side that acts, not only of the person. */
  readonly concerned: boolean;
}

/** One's own powers are seen whomever one acts for at the moment. */
export async function seenPower(tx: Tx, id: string, lock = false): Promise<Seen> {
  const side = sideOf(tx);
  const power = (await (lock ? queries.lockPower(tx, id) : queries.findPower(tx, id))) ?? powerUnknown();
  const own =
    tx.principal.kind === 'person' &&
    isSide({ kind: 'person', id: tx.principal.personKey ?? '' }, power.takerKind, power.takerId);
  const parent = power.parentId ? await queries.findPower(tx, power.parentId) : undefined;
  const passedOn = parent && isSide(side, parent.takerKind, parent.takerId);
  if (!own && !(side.inCharge && (concerns(power, side) || passedOn))) powerUnknown();
  if (power.state === 'draft' && !passedOn && !isSide(side, power.giverKind, power.giverId)) powerUnknown();
  if (power.origin === 'paper' && (power.state === 'offered' || power.state === 'refused')) powerUnknown();
  return { power, side, concerned: concerns(power, side) || passedOn === true };
}

/** Refuses: powers.power-unknown. */
export async function getPower(tx: Tx, { id }: { id: string }): Promise<Power> {
  const { power, side } = await seenPower(tx, id);
  return shown(tx, power, side);
}

interface Reach {
  readonly services?: readonly string[] | undefined | null;
  readonly acts?: readonly string[] | undefined | null;
}
const within = (inner: readonly string[] | undefined | null, outer: readonly string[] | null): boolean =>
  !outer || (!!inner && inner.every((one) => outer.includes(one)));

/** What is passed on from a power is no wider and lasts no longer. Refuses: powers.not-passable, powers.too-wide. */
export function demandWithin(source: PowerRow, { services, acts }: Reach, until: Date | undefined, now: Date): void {
  if (source.state !== 'accepted' || source.from > now || (source.until && source.until <= now))
    refuse('conflict', 'powers.not-passable', 'This power does not hold now, so it cannot be passed on.');
  const late = source.until && (!until || until > source.until);
  if (!within(services, source.services) || !within(acts, source.acts) || late)
    refuse(
      'invalid',
      'powers.too-wide',
      'You can pass on only what you hold yourself. Choose less, or an earlier end.',
    );
}

type Draft = InputOf<typeof contract.draftPower>;

/** Giver of a new power: the side itself, or the giver of the one that is passed on. */
async function giverOf(tx: Tx, { passedOnFrom, services, acts, until }: Draft) {
  const side = sideInCharge(tx);
  if (!passedOnFrom) return { kind: side.kind, id: side.id, name: side.name };
  const { power } = await seenPower(tx, passedOnFrom);
  if (!isSide(side, power.takerKind, power.takerId)) powerUnknown();
  if (!power.further) refuse('forbidden', 'powers.not-passable', 'Who gave you this power did not let you pass it on.');
  demandWithin(power, { services, acts }, sides.endOf(tx, until) ?? undefined, tx.now);
  return { kind: power.giverKind, id: power.giverId, name: power.giverName };
}

/**
 * Refuses: powers.not-in-charge, -power-unknown, -not-passable, -too-wide, -number-invalid, -organisation-unknown,
 * -service-unknown, -period-backwards, -to-oneself.
 */
export async function draftPower(tx: Tx, input: Draft): Promise<Power> {
  const giver = await giverOf(tx, input);
  const { taker, role, services, acts, further, passedOnFrom } = input;
  const takerId = taker.kind === 'person' ? sides.keyOfNumber(tx, taker.number) : taker.id;
  const takerName =
    taker.kind === 'person' ? ({ en: taker.name } as LocalText) : await sides.organisationNamed(tx, takerId);
  sides.demandAnother(giver, { kind: taker.kind, id: takerId });
  sides.demandAnother(sideOf(tx), { kind: taker.kind, id: takerId });
  await sides.demandServices(tx, services);
  const [from, until] = [sides.beginningOf(tx, input.from), sides.endOf(tx, input.until)];
  sides.demandForward(from > tx.now ? from : tx.now, until);
  const id = await store.insertPower(tx, {
    ...{ origin: 'granted', role, state: 'draft', further, from, until },
    ...{ giverKind: giver.kind, giverId: giver.id, giverName: giver.name, takerKind: taker.kind, takerId, takerName },
    ...{ services: services ?? null, acts: acts ?? null, parentId: passedOnFrom ?? null },
  });
  await audited(tx, 'powers.power-drafted', id ?? '');
  return getPower(tx, { id: id ?? powerUnknown() });
}

const audited = (tx: Tx, action: string, id: string, details: object = {}) =>
  audit(tx, { action, object: { type: 'power', id }, details: { ...details } });

/** What the giver signs: everything that matters of it, in canonical form (RFC 8785). */
const statementOf = (power: PowerRow, from: Date) => ({
  v: 1,
  power: power.id,
  giver: { kind: power.giverKind, id: power.giverId },
  taker: { kind: power.takerKind, id: power.takerId },
  ...{
    role: power.role,
    services: power.services,
    acts: power.acts,
    further: power.further,
    passedOnFrom: power.parentId,
  },
  from: from.toISOString(),
  until: power.until?.toISOString() ?? null,
});

/** Signed by the sign-in of who offers: the ledger keeps what, when and how strongly. */
export async function offerPower(tx: Tx, { id }: { id: string }): Promise<Power> {
  sideInCharge(tx);
  const { power } = await seenPower(tx, id, true);
  if (power.state !== 'draft') refuse('conflict', 'powers.offered-already', 'This power was offered already.');
  if (power.parentId) {
    const source = (await queries.lockPower(tx, power.parentId)) ?? powerUnknown();
    demandWithin(source, power, power.until ?? undefined, tx.now);
  }
  const from = power.from > tx.now ? power.from : tx.now;
  const sha256 = hash('sha256', canonicalJson(statementOf(power, from)), 'hex');
  const assurance = tx.principal.kind === 'person' ? tx.principal.assurance : 0;
  await store.setOffered(tx, id, { sha256, at: tx.now.toISOString(), assurance }, from);
  await audited(tx, 'powers.power-offered', id, { sha256, assurance });
  if (power.takerKind === 'person') await tellPerson(tx, 'offered', power.takerId, id);
  return getPower(tx, { id });
}

/** Refuses: powers.power-unknown, powers.not-in-charge, powers.answered-already, powers.ended-already. */
export async function answerPower(tx: Tx, { id, accepted }: { id: string; accepted: boolean }): Promise<Power> {
  const { power } = await seenPower(tx, id, true);
  const side = sideInCharge(tx);
  if (!isSide(side, power.takerKind, power.takerId))
    refuse('forbidden', 'powers.not-in-charge', 'Only whom it is offered to accepts it. Choose for whom you act.');
  if (power.state === 'withdrawn' || (power.until && power.until <= tx.now)) endedAlready();
  if (power.state !== 'offered') refuse('conflict', 'powers.answered-already', 'This power was answered already.');
  await store.setAnswered(tx, id, accepted, power.takerKind === 'person' ? side.name : power.takerName);
  await audited(tx, 'powers.power-answered', id, { accepted });
  if (accepted) await tellTakers(tx, [power]);
  if (power.giverKind === 'person') await tellPerson(tx, accepted ? 'accepted' : 'refused', power.giverId, id);
  return getPower(tx, { id });
}

const endedAlready = (): never => refuse('conflict', 'powers.ended-already', 'This power has ended already.');

/** Refuses: powers.power-unknown, powers.not-in-charge, powers.ended-already, powers.of-register. */
export async function withdrawPower(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.withdrawPower>,
): Promise<{ id: string }> {
  const { power, concerned } = await seenPower(tx, id, true);
  const side = sideInCharge(tx);
  if (!concerned)
    refuse(
      'forbidden',
      'powers.not-in-charge',
      'This power is your own. Choose to act for yourself, then lay it down.',
    );
  if (power.origin === 'register')
    refuse('conflict', 'powers.of-register', 'The register says so. Where it is wrong, have the register corrected.');
  if (power.state === 'draft') {
    await store.dropDraft(tx, id);
    await audited(tx, 'powers.power-ended', id, { draft: true });
    return { id };
  }
  const own = isSide(side, power.takerKind, power.takerId);
  if (power.state !== 'accepted' && (power.state !== 'offered' || own)) endedAlready();
  if (power.until && power.until <= tx.now) endedAlready();
  const ended = await store.endPowers(tx, [id], own ? 'taker' : 'giver');
  await audited(tx, 'powers.power-ended', id, {
    by: own ? 'taker' : 'giver',
    ended: ended.length,
    ...(reason ? { reason } : {}),
  });
  await tellTakers(tx, ended);
  for (const { id: one, takerKind, takerId } of ended)
    if (takerKind === 'person' && !own) await tellPerson(tx, 'withdrawn', takerId, one);
  if (own && power.giverKind === 'person') await tellPerson(tx, 'laid-down', power.giverId, id);
  return { id };
}
