// SPDX-License-Identifier: Apache-2.0
/** A head instructs, returns what is not enough, agrees to drafts. */
import { found, type Task } from './scene.ts';

export const resolve: Task = {
  start: async (scene) => ({ ...(await scene.registered('flood')), dueOn: scene.workingDay(7) }),
  check: async (scene, { facts }) => {
    const given = (await scene.work(facts.id)).resolutions.filter(
      ({ depth, state }) => depth === 1 && state !== 'withdrawn',
    );
    const one = given.find(({ dueOn }) => dueOn === facts.dueOn) ?? given.at(-1);
    const responsible = one?.assignments.find(({ role }) => role === 'responsible');
    return [
      found('resolution-given', one),
      found('right-executor', responsible?.postId === scene.posts.executor),
      found('right-term', one?.dueOn === facts.dueOn),
      found('on-control', one?.control === 'on'),
    ];
  },
};

const shortest = 10;
const back: Task = {
  start: async (scene) => {
    const letter = await scene.registered('snow');
    await scene.instruct(letter.id, scene.workingDay(5));
    await scene.reportNothing(letter.id);
    return letter;
  },
  check: async (scene, { facts }) => {
    const { resolutions } = await scene.work(facts.id);
    const reports = resolutions.flatMap(({ assignments }) => assignments.flatMap((one) => one.reports));
    const returned = reports.find(({ decision }) => decision === 'returned');
    return [
      found('report-returned', returned),
      found('return-reason', (returned?.decisionReason ?? '').trim().length >= shortest),
    ];
  },
};

const approve: Task = {
  start: async (scene) => {
    const id = await scene.drafted('internal', 'leave');
    await scene.askHead(id);
    return { id, subject: scene.subject('leave') };
  },
  check: async (scene, { facts }) => {
    const { routes } = await scene.work(facts.id);
    const asked = routes.flatMap(({ stages }) => stages.flatMap(({ approvers }) => approvers));
    return [
      found(
        'draft-agreed',
        asked.some(({ postId, state }) => postId === scene.posts.head && state === 'agreed'),
      ),
    ];
  },
};

export { approve, back };
