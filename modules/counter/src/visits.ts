// SPDX-License-Identifier: Apache-2.0
/** A visit: who was asked says yes or no, and from then on one clerk acts for them. */
import { endHeldVisit, holdVisit } from '@stoa/identity/contract';
import { audit, may, type ModuleRuntime, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { codeFits } from './code.ts';
import type * as contract from './contract.ts';
import type { Visit } from './contract.ts';
import { openInVisit } from './open.ts';
import * as queries from './queries.ts';
import type { VisitRow } from './queries.ts';
import { keepSigned } from './scan.ts';
import { after, type Happening, minutesOpen, minutesToConsent, mostTries } from './states.ts';
import * as store from './store.ts';
import { tell } from './telling.ts';

export const minutes = (tx: Tx, count: number) => new Date(tx.now.getTime() + count * 60_000);

export type Clerk = Extract<Principal, { kind: 'person' }>;
export const clerkOf = ({ principal }: Pick<Tx, 'principal'>): Clerk =>
  principal.kind === 'person'
    ? principal
    : refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');

export const shown = (row: VisitRow): Visit => ({
  ...{ id: row.id, officeId: row.officeId, office: row.office, clerkName: row.clerkName, personName: row.personName },
  ...{ serviceId: row.serviceId, service: row.service, way: row.way, state: row.state },
  ...{ triesLeft: mostTries - row.tries, askedAt: row.askedAt.toISOString() },
  ...(row.openedAt ? { openedAt: row.openedAt.toISOString() } : {}),
  ...(row.until ? { until: row.until.toISOString() } : {}),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  ...(row.reason ? { reason: row.reason } : {}),
});

/** By which duty, where: it stands in the audit. Refuses: counter.office-not-yours. */
export function demandOffice(tx: Tx, permission: 'counter:serve' | 'counter:lead', officeId: string): void {
  const duty = permission === 'counter:serve' ? 'counter.clerk' : 'counter.head';
  if (!may(tx, permission, { type: 'Office', id: officeId, attributes: { posts: [`${duty}@${officeId}`] } }))
    refuse('forbidden', 'counter.office-not-yours', 'You have no such duty at this front office. Choose your own.');
}

/** What happened shows to the person, with the front office. */
export const audited = (tx: Tx, action: string, row: VisitRow, details: object = {}) => {
  demandOffice(tx, 'counter:serve', row.officeId);
  return audit(tx, {
    ...{ action, object: { type: 'visit', id: row.id }, subject: row.personKey, purpose: row.service.en },
    details: { service: row.serviceId, way: row.way, ...details },
  });
};

const visitOpen = (): never =>
  refuse('conflict', 'counter.visit-open', 'You have a visit open. End it before you help somebody else.');

/** Refuses: counter.visit-open; two at once are kept apart by the index. */
export async function demandFree(tx: Tx, clerk: Clerk): Promise<void> {
  if (clerk.actingFor?.visit || (await queries.openVisitOf(tx, clerk.id))) visitOpen();
}

const unknown = (): never =>
  refuse('missing', 'counter.visit-unknown', 'There is no such visit of yours. Look at the list of visits again.');
export async function found(tx: Tx, id: string, lock = false): Promise<VisitRow> {
  const row = (await (lock ? queries.lockVisit(tx, id) : queries.findVisit(tx, id))) ?? unknown();
  return row.clerkId === clerkOf(tx).id ? row : unknown();
}

const isLate = (tx: Tx, row: VisitRow): boolean =>
  row.state === 'asked'
    ? row.askedAt <= minutes(tx, -minutesToConsent)
    : row.state === 'open' && (row.until ?? tx.now) <= tx.now;

/** Refuses: counter.visit-over. */
function demandNext(tx: Tx, row: VisitRow, happening: Happening) {
  const next = isLate(tx, row) ? undefined : after(row.state, happening, row.tries);
  return next ?? refuse('conflict', 'counter.visit-over', 'This visit is over. Ask the person anew.');
}

/** The power begins in this session. */
async function hold(module: ModuleRuntime, clerk: Clerk, row: VisitRow): Promise<void> {
  await module.call(holdVisit, {
    ...{ id: row.id, sessionId: sessionOf(clerk), personId: clerk.id, personKey: row.personKey, name: row.personName },
    ...{ serviceId: row.serviceId, officeId: row.officeId, officeName: row.office.en },
    ...{ until: (row.until ?? row.askedAt).toISOString(), open: [...openInVisit] },
  });
}

/** Refuses: counter.no-session. */
function sessionOf({ sessionId, client }: Clerk): string {
  if (!sessionId || client)
    refuse('conflict', 'counter.no-session', 'Sign in through the portal: a visit belongs to one browser.');
  return sessionId;
}

async function opened(tx: Tx, row: VisitRow): Promise<VisitRow> {
  await demandFree(tx, clerkOf(tx));
  await store.setOpen(tx, row.id, minutes(tx, minutesOpen));
  await audited(tx, 'counter.visit-opened', row);
  await tell(tx, 'opened', row.id);
  return found(tx, row.id);
}

/**
 * A try counts whether or not the answer is refused: it is kept before.
 * Refuses: counter.visit-unknown, -visit-over, -visit-open, -way-other, -code-wrong, -no-session.
 */
export async function confirmCode(
  module: ModuleRuntime,
  { id, code }: InputOf<typeof contract.confirmCode>,
  principal: Principal,
): Promise<Visit> {
  const clerk = clerkOf({ principal });
  sessionOf(clerk);
  const row = await module.tx(principal, async (tx) => {
    const asked = await askedBy(tx, id, 'code');
    if (codeFits(tx, id, code)) return opened(tx, asked);
    const tries = asked.tries + 1;
    await store.setTries(tx, id, tries);
    const next = after('asked', 'wrong-code', tries) ?? 'failed';
    if (next !== 'asked') await store.setOver(tx, id, next, tx.now);
    await audited(tx, 'counter.code-wrong', asked, { tries });
    return found(tx, id);
  });
  if (row.state !== 'open') {
    const message =
      row.state === 'failed'
        ? 'Five codes were wrong: this visit is over. Ask the person anew.'
        : 'The code is wrong. Let the person read it out once more.';
    refuse('invalid', 'counter.code-wrong', message, {
      errors: [{ pointer: '/code', code: 'counter.code-wrong', message }],
    });
  }
  await hold(module, clerk, row);
  return shown(row);
}

/** A visit whose consent is awaited in this way. Refuses: counter.visit-unknown, -visit-over, -visit-open, -way-other. */
async function askedBy(tx: Tx, id: string, way: Visit['way']) {
  const asked = await found(tx, id, true);
  demandNext(tx, asked, 'consent');
  if (asked.way !== way)
    refuse('conflict', 'counter.way-other', 'The person was asked in the other way. Refuse this one and ask anew.');
  return asked;
}

/** Refuses: counter.visit-unknown, -visit-over, -visit-open, -way-other, -scan-refused, -no-session. */
export async function confirmPaper(
  module: ModuleRuntime,
  { id, reason, name, content }: InputOf<typeof contract.confirmPaper>,
  principal: Principal,
): Promise<Visit> {
  const clerk = clerkOf({ principal });
  sessionOf(clerk);
  const row = await module.tx(principal, async (tx) => {
    const asked = await askedBy(tx, id, 'paper');
    await keepSigned(tx, id, { reason, name, content });
    return opened(tx, asked);
  });
  await hold(module, clerk, row);
  return shown(row);
}

/** The power ends first: were the rest to fail, nobody could act any more. */
async function finish(module: ModuleRuntime, principal: Principal, id: string, happening: 'refusal' | 'end') {
  await module.tx(principal, async (tx) => demandNext(tx, await found(tx, id), happening));
  await module.call(endHeldVisit, { id });
  return module.tx(principal, async (tx) => {
    const row = await found(tx, id, true);
    await store.setOver(tx, id, demandNext(tx, row, happening), tx.now);
    await audited(tx, happening === 'end' ? 'counter.visit-ended' : 'counter.visit-refused', row);
    return shown(await found(tx, id));
  });
}

/** Refuses: counter.visit-unknown, counter.visit-over. */
export const refuseVisit = (module: ModuleRuntime, { id }: { id: string }, principal: Principal): Promise<Visit> =>
  finish(module, principal, id, 'refusal');
/** Refuses: counter.visit-unknown, counter.visit-over. */
export const endVisit = (module: ModuleRuntime, { id }: { id: string }, principal: Principal): Promise<Visit> =>
  finish(module, principal, id, 'end');

/** Refuses: counter.visit-unknown, counter.visit-over, counter.no-session. */
export async function resumeVisit(module: ModuleRuntime, { id }: { id: string }, principal: Principal): Promise<Visit> {
  const clerk = clerkOf({ principal });
  sessionOf(clerk);
  const row = await module.tx(principal, async (tx) => {
    const open = await found(tx, id);
    demandNext(tx, open, 'end');
    await audited(tx, 'counter.visit-resumed', open);
    return open;
  });
  await hold(module, clerk, row);
  return shown(row);
}

/** Refuses: counter.visit-unknown. */
export const getVisit = async (tx: Tx, { id }: { id: string }): Promise<Visit> => shown(await found(tx, id));

export const listVisits = (
  tx: Tx,
  input: InputOf<typeof contract.listVisits>,
): Promise<OutputOf<typeof contract.listVisits>> =>
  pageOfRows(input, (count) => queries.visitsOfClerk(tx, clerkOf(tx).id, input.cursor ?? null, count), shown);

export const sweep = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, (tx) => store.endByTime(tx, minutes(tx, -minutesToConsent)));
