// SPDX-License-Identifier: Apache-2.0
/** What somebody agrees to and takes back, and what holds now: the last act decides. */
import { audit, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Act, ConsentState } from '../contract.ts';
import { whose } from '../people.ts';
import { getPurpose, listPurposes } from '../purposes/purposes.ts';
import { askedAnewAt } from '../purposes/store.ts';
import * as store from './store.ts';

const dayMs = 86_400_000;

/** @param anewAt the newest version that asks everybody anew. */
export function stateOf(
  last: Pick<store.ActRow, 'act' | 'version' | 'until'> | undefined,
  now: Date,
  anewAt: number,
): ConsentState {
  if (!last) return 'none';
  if (last.act === 'withdrawn') return 'withdrawn';
  if (last.until && last.until <= now) return 'expired';
  return last.version < anewAt ? 'asked-anew' : 'given';
}

const shown = ({ id, code, version, act, at, until, language, digest, place, caseId, byOther }: store.ActRow): Act => ({
  ...{ id, code, version, act, at: at.toISOString(), language, digest, place, byOther: byOther !== null },
  ...(until ? { until: until.toISOString() } : {}),
  ...(caseId ? { caseId } : {}),
});

async function put(tx: Tx, act: Parameters<typeof store.insertAct>[1], action: string): Promise<Act> {
  const row = await store.insertAct(tx, act);
  const { code, version, digest, language, place } = row;
  const details = { purpose: code, version, digest, language, place };
  await audit(tx, { action, object: { type: 'consent', id: row.id }, subject: row.personKey, details });
  return shown(row);
}

/** Refuses: consent.purpose-unknown, consent.text-changed, consent.for-people-only. */
export async function give(tx: Tx, input: InputOf<typeof contract.give>): Promise<Act> {
  const { personKey, byOther } = whose(tx);
  const { code, version, digest, language, caseId = null } = input;
  const purpose = await getPurpose(tx, { code });
  if (purpose.version !== version || purpose.digest !== digest)
    refuse(
      'conflict',
      'consent.text-changed',
      'The text was changed since you read it. Read it again before you agree.',
    );
  await store.lockActs(tx, personKey, code);
  const [last] = await store.lastActs(tx, code, [personKey]);
  const { validDays } = purpose.content;
  const until = validDays ? new Date(tx.now.getTime() + validDays * dayMs) : null;
  const place = caseId ? 'form' : 'cabinet';
  const holds = last?.version === version && stateOf(last, tx.now, 0) === 'given';
  if (last && holds) {
    const object = { type: 'consent', id: last.id };
    await audit(tx, { action: 'consent.given', object, subject: personKey, details: { again: true } });
    return shown(last);
  }
  const act = {
    personKey,
    code,
    version,
    act: 'given' as const,
    until,
    language,
    digest,
    place,
    caseId,
    byOther,
  } as const;
  return put(tx, act, 'consent.given');
}

/** Refuses: consent.nothing-given, consent.for-people-only. */
export async function withdraw(tx: Tx, { code, language }: InputOf<typeof contract.withdraw>): Promise<Act> {
  const { personKey, byOther } = whose(tx);
  await store.lockActs(tx, personKey, code);
  const [last] = await store.lastActs(tx, code, [personKey]);
  if (last?.act !== 'given')
    return refuse('conflict', 'consent.nothing-given', 'There is no consent of yours to this purpose to take back.');
  const { version, digest } = last;
  const taken = { personKey, code, version, act: 'withdrawn' as const, until: null, language, digest, byOther };
  return put(tx, { ...taken, place: 'cabinet', caseId: null }, 'consent.withdrawn');
}

/** Refuses: consent.for-people-only. */
export async function listMine(tx: Tx): Promise<OutputOf<typeof contract.listMine>> {
  const { personKey } = whose(tx);
  const last = new Map((await store.lastActsOf(tx, personKey)).map((act) => [act.code, act]));
  const items: OutputOf<typeof contract.listMine>['items'] = [];
  for (const purpose of (await listPurposes(tx)).items) {
    const act = last.get(purpose.code);
    const state = stateOf(act, tx.now, await askedAnewAt(tx, purpose.code));
    items.push({
      ...{ ...purpose, state },
      ...(act ? { since: act.at.toISOString() } : {}),
      ...(act?.until ? { until: act.until.toISOString() } : {}),
    });
  }
  return { items };
}

/** Refuses: consent.for-people-only. */
export async function listActs(
  tx: Tx,
  { code = null as never, ...page }: InputOf<typeof contract.listActs>,
): Promise<OutputOf<typeof contract.listActs>> {
  const { personKey } = whose(tx);
  const after = readCursor(page.cursor, 'instant', 'uuid');
  return pageOfRows(
    page,
    (count) => store.listActs(tx, { personKey, code }, after, count),
    ({ title, ...row }) => ({ ...shown(row), title }),
    ({ at, id }) => writeCursor(at, id),
  );
}

export async function check(
  tx: Tx,
  { code, people }: InputOf<typeof contract.check>,
): Promise<OutputOf<typeof contract.check>> {
  const last = new Map((await store.lastActs(tx, code, people)).map((act) => [act.personKey, act]));
  const anewAt = await askedAnewAt(tx, code);
  return {
    items: people.map((personKey) => {
      const act = last.get(personKey);
      const state = stateOf(act, tx.now, anewAt);
      return { personKey, state, given: state === 'given', ...(act ? { actId: act.id } : {}) };
    }),
  };
}

/** Consent records as ISO/IEC TS 27560 has them: record, what was processed by it, events. */
export async function ownRecords(tx: Tx, personKey: string, after: string | null, count: number) {
  return (await store.ownActs(tx, personKey, after, count)).map(({ content, ...row }) => ({
    ...shown(row),
    purpose: content,
  }));
}
