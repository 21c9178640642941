// SPDX-License-Identifier: Apache-2.0
/** What officers of Meridia wrote down beside cases, which decisions were looked at again, and their views of the queue. */
import { barOfficer, getTask, getWork, listQueue } from '@stoa/cases/contract';
import { enterDemoCasework } from '@stoa/casework/contract';
import { besideCase, namedPeople, queueViews } from '@stoa/country-xm';
import { enterDemoPeople } from '@stoa/identity/contract';
import type { Platform } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const officeId = 'XM-01-LABOUR';
/** Cases with something beside them. */
const most = 40;

/** `show` says of which cases: those that run, or those that are done and may have been looked at again. */
export async function enterDesk({ call }: Platform, show: 'all' | 'done', now: number): Promise<unknown> {
  const people = [namedPeople.officer, namedPeople.lead].map(({ snils, nameLatin: name }) => ({ snils, name }));
  const { ids } = await call(enterDemoPeople, { people }, as);
  const [officer, second] = people.map(({ name }, at) => ({ id: ids[at] ?? '', name }));
  if (!officer || !second) throw new Error('the officers of the demo are not there');
  const principal: Principal = {
    ...{ kind: 'person', ...officer, assurance: 2 },
    duties: [{ code: 'labour.permit-officer', organisationId: officeId }],
  };
  const { items } = await call(listQueue, { show, limit: most, serviceId: 'work-permit' }, { principal });
  const cases = [];
  for (const [place, { id: taskId, caseId, caseNumber: number, serviceId }] of items.entries()) {
    const { applicantId } = await call(getWork, { key: caseId }, { principal });
    const { review, conflict, ...beside } = besideCase(number, place, now);
    const running = show === 'all';
    // Who has a conflict of interest is refused by cases too, once.
    const theirs = { principal: { ...principal, ...second } };
    if (running && conflict && !(await call(getWork, { key: caseId }, theirs)).conflict)
      await call(barOfficer, { id: caseId }, theirs);
    const decided = running ? undefined : (await call(getTask, { id: taskId }, { principal })).case.decision;
    cases.push({
      ...{ caseId, number, serviceId, applicantId, ...beside },
      ...(running && conflict ? { conflict } : {}),
      ...(decided && place % 3 === 0 ? { review: { ...review, outcome: decided.outcome } } : {}),
    });
  }
  const views = show === 'all' ? queueViews.map((view) => ({ ...view })) : [];
  return call(enterDemoCasework, { officer, second, officeId, perMille: 50, views, cases }, as);
}
