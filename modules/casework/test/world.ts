// SPDX-License-Identifier: Apache-2.0
/** The desk alone: one case at one office, and what cases answer to it. */
import {
  agreeDecision,
  barOfficer,
  claimTask,
  countWork,
  getWork,
  reassignTask,
  type Work,
  type WorkCounts,
} from '@stoa/cases/contract';
import { getPackage } from '@stoa/catalogue/contract';
import { newId, refuse } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { listHolders } from '@stoa/organisations/contract';
import casework from '../src/index.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const node = (id: string, kind: string, settings: Record<string, string> = {}) => ({
  ...{ id, kind, name: `Step ${id}`, settings, x: 0, y: 0, width: 10, height: 10 },
});
const edge = (id: string, from: string, to: string, condition?: string) => ({
  ...{ id, from, to, points: [], ...(condition ? { condition } : {}) },
});
/** Granted, a document goes out and perhaps a register is told; refused, another one. */
export const pkg = {
  process: {
    id: 'p',
    nodes: [
      node('review', 'user', { outcomes: 'grant refuse', duty: 'labour.permit-officer' }),
      { ...node('decided', 'exclusive'), defaultFlow: 'f2' },
      node('permit', 'service', { action: 'output', output: 'permit', tells: 'issued' }),
      node('foreign', 'exclusive'),
      node('tell', 'service', { action: 'request', kind: 'card' }),
      node('refusal', 'service', { action: 'output', output: 'refusal' }),
      node('issued', 'end'),
      node('refused', 'end'),
    ],
    edges: [
      edge('f0', 'review', 'decided'),
      edge('f1', 'decided', 'permit', 'decision.outcome = "grant"'),
      edge('f2', 'decided', 'refusal'),
      edge('f3', 'permit', 'foreign'),
      edge('f4', 'foreign', 'tell', 'answers.foreign = true'),
      edge('f5', 'foreign', 'issued', 'answers.foreign = false'),
      edge('f6', 'tell', 'issued'),
      edge('f7', 'refusal', 'refused'),
    ],
  },
  nodeTitles: { issued: { en: 'Issued' }, refused: { en: 'Refused' }, tell: { en: 'Report it' } },
  outcomes: { grant: { en: 'Grant' }, refuse: { en: 'Refuse' } },
  outputs: { permit: { title: { en: 'Permit' } }, refusal: { title: { en: 'Refusal' } } },
  notifications: { issued: { subject: { en: 'Permit {number} is ready' }, body: { en: '' } } },
} as never;

export async function world(env: Record<string, string> = {}) {
  const b = await benchWith(env, casework);
  b.clock.set(new Date('2031-10-15T09:00:00Z'));
  const officer = b.person({ name: 'Daniyar', duties: ['labour.permit-officer'], organisationId: 'office' });
  const second = b.person({ name: 'Saule', duties: ['labour.permit-officer'], organisationId: 'office' });
  const leader = b.person({ name: 'Aisha', duties: ['casework.leader'], organisationId: 'office' });
  const elsewhere = b.person({ name: 'Olena', duties: ['labour.permit-officer'], organisationId: 'elsewhere' });
  const citizen = b.person({ name: 'Aigerim', snils: '11223344595' });
  const auditor = b.person({ name: 'Auditor', duties: ['audit.auditor'] });
  const [caseId, otherId, taskId] = [newId(), newId(), newId()];
  const of = (id: string, number: string): Work => ({
    ...{ id, number, serviceId: 'permit', version: digest, title: { en: 'A permit' }, officeId: 'office' },
    ...{
      office: { en: 'The office' },
      state: 'submitted',
      applicantKind: 'person',
      applicantId: citizen.personKey ?? '',
    },
    tasks: [{ id: taskId, node: 'review', state: 'claimed', assigneeId: officer.id, assigneeName: officer.name }],
    ...{ secondEyes: [], offices: [], related: [] },
  });
  const works = new Map<string, Work>(
    [of(caseId, 'P-1'), of(otherId, 'P-2')].flatMap((one) => [
      [one.id, one],
      [one.number, one],
    ]),
  );
  /** What cases were asked, and what they refuse next. */
  const asked: string[] = [];
  const refusals = new Map<string, () => never>();
  const counts: { value: WorkCounts } = { value: { offices: [], services: [], weeks: [], open: [], officers: [] } };
  b.stub(
    getWork,
    async ({ key }) => works.get(key) ?? refuse('missing', 'cases.case-unknown', 'There is no such case.'),
  );
  b.stub(barOfficer, async ({ id }) => {
    asked.push(`bar ${id}`);
    return { released: 1 };
  });
  b.stub(agreeDecision, async ({ id, outcome }) => {
    asked.push(`agree ${id} ${outcome}`);
    return { id };
  });
  const item = (id: string) => {
    refusals.get(id)?.();
    return { id, caseNumber: 'P-1' } as never;
  };
  b.stub(claimTask, async ({ id }) => item(id));
  b.stub(reassignTask, async ({ id, assigneeId }) => {
    asked.push(`give ${id} ${assigneeId}`);
    return item(id);
  });
  b.stub(countWork, async () => counts.value);
  b.stub(getPackage, async () => pkg);
  b.stub(listHolders, async ({ organisationId }) =>
    organisationId === 'office'
      ? ({
          items: [officer, second].map(({ id, name }) => ({ personId: id, name, code: 'c', organisationId })),
        } as never)
      : { items: [] },
  );
  return {
    b,
    officer,
    second,
    leader,
    elsewhere,
    citizen,
    auditor,
    caseId,
    otherId,
    taskId,
    works,
    asked,
    refusals,
    counts,
  };
}
