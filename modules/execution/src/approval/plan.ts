// SPDX-License-Identifier: Apache-2.0
/** The one table of a way of approval: who is asked after whom, and what an answer changes. Pure. */
import type { LocalText } from '@stoa/kernel/contract';
import type { Approver, Done, Stage } from '../contract.ts';

export type Stages = readonly Stage[];
export interface When {
  readonly at: string;
  /** When so many working hours have passed. */
  readonly due: (hours: number) => string;
}

const pending = ({ state }: Approver) => state === 'waits' || state === 'asked';
const answeredFor = (state: Approver['state']) => state === 'agreed' || state === 'skipped' || state === 'released';
export const over = (stage: Stage): boolean => stage.approvers.every(({ state }) => answeredFor(state));
export const began = (stage: Stage): boolean =>
  stage.approvers.some(({ state }) => state !== 'waits' && state !== 'skipped');
export const isReturned = (stages: Stages): boolean =>
  stages.some(({ approvers }) => approvers.some(({ state }) => state === 'returned'));
export const isApproved = (stages: Stages): boolean => stages.every(over);
export const approversOf = (stages: Stages): Approver[] => stages.flatMap(({ approvers }) => approvers);

const mapApprovers = (stages: Stages, change: (one: Approver, stage: Stage) => Approver): Stage[] =>
  stages.map((stage) => ({ ...stage, approvers: stage.approvers.map((one) => change(one, stage)) }));

const waiting = ({ askedAt: _, dueAt: __, by: ___, ...one }: Approver): Approver => ({ ...one, state: 'waits' });

/** Asks whose turn it is: in the first stage that is not over everybody, or the next one of a sequence. */
export function advance(stages: Stages, { at, due }: When): Stage[] {
  const released = stages.map((stage) => (stage.mode === 'first' && hasAgreed(stage) ? release(stage) : stage));
  const current = released.findIndex((stage) => !over(stage));
  if (isReturned(released)) return released;
  return released.map((stage, index) => {
    if (index !== current) return stage;
    const next = stage.approvers.findIndex(pending);
    return {
      ...stage,
      approvers: stage.approvers.map((one, place) =>
        one.state === 'waits' && (stage.mode !== 'sequence' || place === next)
          ? { ...one, state: 'asked', askedAt: at, dueAt: due(stage.hours) }
          : one,
      ),
    };
  });
}
const hasAgreed = ({ approvers }: Stage) => approvers.some(({ state }) => state === 'agreed');
const release = (stage: Stage): Stage => ({
  ...stage,
  approvers: stage.approvers.map((one) => (pending(one) ? { ...waiting(one), state: 'released' } : one)),
});

/** Undefined where this one is not asked now. A return takes the draft from everybody who has not answered. */
export function answer(
  stages: Stages,
  id: string,
  as: 'agreed' | 'returned',
  by: Done,
  when: When,
): Stage[] | undefined {
  if (approversOf(stages).find((one) => one.id === id)?.state !== 'asked') return undefined;
  const answered = mapApprovers(stages, (one) => (one.id === id ? { ...one, state: as, by } : one));
  return as === 'agreed'
    ? advance(answered, when)
    : mapApprovers(answered, (one) => (one.state === 'asked' ? waiting(one) : one));
}

/** A changed draft: who returned it and who comes after is asked again; who agreed stays, unless the change is essential. */
export function resume(stages: Stages, essential: boolean, when: When): Stage[] {
  const again = mapApprovers(stages, (one) =>
    one.state === 'returned' || (essential && (one.state === 'agreed' || one.state === 'released'))
      ? waiting(one)
      : one,
  );
  return advance(again, when);
}

/** Who is asked anew is asked by another name: a form that shows the draft as it was before answers nothing. */
export const renew = (stages: Stages, id: () => string): Stage[] =>
  mapApprovers(stages, (one) => (pending(one) ? { ...one, id: id() } : one));

export interface NewApprover {
  readonly id: string;
  readonly postId: string;
  readonly title: LocalText;
  readonly why?: string;
}
/** Undefined where the stage is over, or is none of this way. */
export function insert(stages: Stages, stageId: string, one: NewApprover, when: When): Stage[] | undefined {
  const stage = stages.find(({ id }) => id === stageId);
  if (!stage || over(stage)) return undefined;
  const put = stages.map((each) =>
    each === stage ? { ...each, approvers: [...each.approvers, { ...one, state: 'waits' as const }] } : each,
  );
  return advance(put, when);
}

/** Undefined where this one has answered. */
export function skip(stages: Stages, id: string, why: string | undefined, when: When): Stage[] | undefined {
  const found = approversOf(stages).find((one) => one.id === id);
  if (!found || !pending(found)) return undefined;
  const left = mapApprovers(stages, (one) =>
    one.id === id ? { ...waiting(one), state: 'skipped', ...(why ? { why } : {}) } : one,
  );
  return advance(left, when);
}

/** Another post in the place of one that has not answered. */
export function replace(stages: Stages, id: string, by: NewApprover, when: When): Stage[] | undefined {
  const found = approversOf(stages).find((one) => one.id === id);
  if (!found || !pending(found)) return undefined;
  return advance(
    mapApprovers(stages, (one) => (one.id === id ? { ...by, state: 'waits' } : one)),
    when,
  );
}

/** Whether somebody remains who agreed or still can. */
export const somebodyLeft = (stages: Stages, without: string): boolean =>
  approversOf(stages).some(({ id, state }) => id !== without && state !== 'skipped' && state !== 'released');
