// SPDX-License-Identifier: Apache-2.0
/** The practice room: its tasks, one task, and who is trained. */
import { duties } from '@stoa/documents/contract';
import { cookieName } from '@stoa/kernel';
import { getOrganisation } from '@stoa/organisations/contract';
import * as practice from '@stoa/practice/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryDuties } from '../documents/chancery.ts';

type Context = Pick<PageContext, 'call' | 'text' | 'principal' | 'circuit' | 'publicUrl'>;

/** Read by the kernel (`atWorkOrInPractice`); ends with the longest session at the latest. */
function roomCookie({ circuit, publicUrl }: Context, personId: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const name = cookieName('practice', circuit, publicUrl);
  return `${name}=${personId}; Path=/; Max-Age=${personId ? 8 * 3600 : 0}; HttpOnly; SameSite=Lax${secure}`;
}
async function enter(context: Context, to: string, institutionId?: string) {
  const { personId } = await context.call(practice.enterRoom, institutionId ? { institutionId } : {});
  return redirect(to, { notice: 'practice-entered', setCookies: [roomCookie(context, personId)] });
}

async function named({ call, text }: Context, ids: readonly string[]) {
  const found = await Promise.all(ids.map((id) => call(getOrganisation, { id })));
  return found.map(({ id, name }) => ({ value: id, text: text(name) }));
}

const home = '/documents/practice';
export const practicePage = definePage({
  path: home,
  duty: chanceryDuties,
  component: 'practice/PracticePage',
  load: async (context) => {
    const { call, query } = context;
    const room = await call(practice.getRoom, {});
    const record = await call(practice.listAttempts, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return {
      practises: room.practises,
      oversees:
        context.principal.kind === 'person' && context.principal.duties.some(({ code }) => code === duties.leader),
      institutions: await named(context, room.institutions),
      roles: practice.roles.map((role) => ({
        role,
        tasks: room.tasks.filter((one) => one.role === role).map(({ task, state }) => ({ task, state })),
      })),
      certificates: room.certificates,
      record: record.items.map(({ id, task, version, startedAt, checks, passedAt }) => ({
        ...{ id, task, version, startedAt, checks, passedAt },
      })),
      nextCursor: record.nextCursor,
    };
  },
  act: (context, form) =>
    form.get('_do') === 'leave'
      ? redirect(home, { notice: 'practice-left', setCookies: [roomCookie(context, '')] })
      : enter(context, home, form.get('institution')),
});
export type PracticeProps = PropsOf<typeof practicePage>;

const dates = ['theirDate', 'dueOn', 'until'];
export const practiceTaskPage = definePage({
  path: `${home}/:task`,
  duty: chanceryDuties,
  component: 'practice/PracticeTaskPage',
  load: async ({ call, params }) => {
    const task = practice.taskCodes.find((one) => one === params.task);
    if (!task) throw new Elsewhere(home);
    const room = await call(practice.getRoom, {});
    const found = room.tasks.find((one) => one.task === task);
    const attempt = found?.attempt;
    const facts = Object.entries(attempt?.facts ?? {});
    return {
      ...{ task, practises: room.practises, state: found?.state ?? 'new' },
      attempt: attempt && {
        ...{ id: attempt.id, passedAt: attempt.passedAt, checks: attempt.checks, findings: attempt.findings },
        words: Object.fromEntries(facts.filter(([name]) => !dates.includes(name))),
        days: Object.fromEntries(facts.filter(([name]) => dates.includes(name))),
      },
    };
  },
  act: async (context, form) => {
    const { call, params, language } = context;
    const task = practice.taskCodes.find((one) => one === params.task);
    if (!task) return again([]);
    const here = `${home}/${task}`;
    if (form.get('_do') === 'enter') return enter(context, here);
    if (form.get('_do') === 'check') {
      const answer = form.get('answer');
      const { passedAt } = await call(practice.checkTask, { id: form.get('id'), ...(answer ? { answer } : {}) });
      return redirect(here, { notice: passedAt ? 'practice-passed' : 'practice-checked' });
    }
    await call(practice.startTask, { task, language });
    return redirect(here, { notice: 'practice-begun' });
  },
});
export type PracticeTaskProps = PropsOf<typeof practiceTaskPage>;

export const trainedPage = definePage({
  path: `${home}/trained`,
  duty: [duties.leader, 'identity.grantor'],
  component: 'practice/TrainedPage',
  load: async (context) => {
    const { call, query, principal } = context;
    const held = principal.kind === 'person' ? principal.duties : [];
    const own = [...new Set(held.filter(({ code }) => code === duties.leader).map((one) => one.organisationId))];
    const institutionId = query.institution || own[0] || held[0]?.organisationId || '';
    const { items, nextCursor } = await call(practice.listTrained, {
      institutionId,
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    const [institution] = await named(context, [institutionId]);
    return { name: institution?.text ?? institutionId, institutions: await named(context, own), items, nextCursor };
  },
});
export type TrainedProps = PropsOf<typeof trainedPage>;
