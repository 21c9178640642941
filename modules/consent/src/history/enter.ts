// SPDX-License-Identifier: Apache-2.0
/** What people of the demo agreed to and asked for before, each once. */
import { idOf, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { insertAct, lastActs, lockActs } from '../acts/store.ts';
import type * as contract from '../contract.ts';
import { findCorrection, insertCorrection, setState } from '../corrections/store.ts';
import { keyOfNumber } from '../people.ts';
import { published } from '../purposes/store.ts';

type Asked = InputOf<typeof contract.enterDemoConsents>;
const dayMs = 86_400_000;

/** An act that somebody did meanwhile stays the last one. */
async function enterAct(tx: Tx, one: Asked['acts'][number]): Promise<number> {
  const personKey = keyOfNumber(tx, one.person);
  const [purpose] = await published(tx, one.code);
  if (!purpose?.version) return 0;
  await lockActs(tx, personKey, one.code);
  const [last] = await lastActs(tx, one.code, [personKey]);
  const at = new Date(one.at);
  const id = idOf(`consent demo ${one.key}`);
  if (last && last.at >= at) return 0;
  const { version, digest, code, content } = purpose;
  const days = one.act === 'given' ? content.validDays : undefined;
  const until = days ? new Date(at.getTime() + days * dayMs) : null;
  const where = { language: 'en', place: 'cabinet', caseId: null, byOther: null } as const;
  await insertAct(tx, { id, at, personKey, code, version, act: one.act, until, digest, ...where });
  return 1;
}

async function enterCorrection(tx: Tx, one: Asked['corrections'][number]): Promise<number> {
  const { country } = tx.module;
  const register = country.personalData?.registers.find(({ code }) => code === one.register);
  const id = idOf(`correction demo ${one.key}`);
  if (!register || (await findCorrection(tx, id))) return 0;
  const { personName, stands, wanted, reason, decided, field } = one;
  const askedAt = new Date(one.askedAt);
  const dueOn = country.calendar.addWorkingDays(country.calendar.localDate(askedAt), 10);
  const personKey = keyOfNumber(tx, one.person);
  const about = { id, askedAt, personKey, ownerId: register.ownerId, register: register.code, field, dueOn };
  if (!(await insertCorrection(tx, about, { person_name: personName, stands, wanted, reason }))) return 0;
  if (decided) {
    const { accept, answer } = decided;
    await setState(tx, id, accept ? 'accepted' : 'declined', { by: null, answer, at: new Date(decided.at) });
  }
  return 1;
}

/** Refuses: consent.demo-off. */
export async function enterDemoConsents(tx: Tx, { acts, corrections }: Asked): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'consent.demo-off', 'This exists only where the demo is on (STOA_DEMO=1).');
  let entered = 0;
  for (const one of [...acts].sort((a, b) => (a.at < b.at ? -1 : 1))) entered += await enterAct(tx, one);
  for (const one of corrections) entered += await enterCorrection(tx, one);
  return { entered };
}
