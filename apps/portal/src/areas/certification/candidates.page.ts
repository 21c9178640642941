// SPDX-License-Identifier: Apache-2.0
/** Candidates as applicants, certifiers and reviewers of the law see them. */
import {
  allowException,
  appealRefusal,
  candidateStates,
  decideCandidate,
  getCandidate,
  getRegulation,
  getReport,
  listCandidates,
  runSuites,
  signLaw,
  stopSuite,
  submitCandidate,
  suites,
  withdrawCandidate,
} from '@stoa/certification/contract';
import { isCalendarDate } from '@stoa/kernel/text';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { cursorOf, isId } from '../books/shared.ts';
import { applyingFor, followers } from './shared.ts';

const address = '/certification';

export const candidatesPage = definePage({
  path: '/certification',
  duty: followers,
  component: 'certification/CandidatesPage',
  load: async (context) => {
    const { call, query, text } = context;
    const state = candidateStates.find((one) => one === query.state);
    const { items, nextCursor } = await call(listCandidates, { ...(state ? { state } : {}), ...cursorOf(query) });
    return {
      ...{ nextCursor, states: [...candidateStates], organisations: applyingFor(context) },
      candidates: items.map(({ title, ...one }) => ({ ...one, title: text(title) })),
    };
  },
  act: async (context, form) => {
    const file = form.files.file;
    const organisationId = applyingFor(context).find((one) => one === form.get('organisationId'));
    if (!file || !organisationId) return again([{ field: 'file', code: 'certification.file-missing' }]);
    const { id } = await context.call(submitCandidate, { organisationId, archive: file.body.toString('base64') });
    return redirect(`${address}/candidates/${id}`, { notice: 'certification-submitted' });
  },
});
export type CandidatesProps = PropsOf<typeof candidatesPage>;

export const candidatePage = definePage({
  path: '/certification/candidates/:id',
  duty: followers,
  component: 'certification/CandidatePage',
  load: async ({ call, params, text }) => {
    if (!isId(params.id)) throw new Elsewhere(address);
    const { title, ...one } = await call(getCandidate, { id: params.id });
    return { ...one, title: text(title), suites: [...suites] };
  },
  act: async ({ call, params: { id } }, form) => {
    const answer = await acted(call, id, form);
    return answer ?? redirect(`${address}/candidates/${id}`, { notice: 'certification-done' });
  },
});
export type CandidateProps = PropsOf<typeof candidatePage>;

/** What was wrong with what was typed; nothing where it is done. */
async function acted(call: PageContext['call'], id: string, form: Form): Promise<Outcome | undefined> {
  const [asked = '', runId = ''] = form.get('_do').split(' ');
  // The forms stand on one page: the fields of an exception have names of their own.
  const excepts = asked === 'except';
  const reason = form.get(excepts ? 'exceptionReason' : 'reason');
  const named = suites.find((suite) => suite === form.get(excepts ? 'exceptedSuite' : 'suite'));
  const tooShort = () =>
    again([{ field: excepts ? 'exceptionReason' : 'reason', code: 'certification.reason-missing' }]);
  if (asked === 'run') await call(runSuites, { id, suites: named ? [named] : [...suites] });
  else if (asked === 'stop') await call(stopSuite, { id: runId });
  else if (asked === 'sign-law') await call(signLaw, { id, runId });
  else if (asked === 'withdraw') await call(withdrawCandidate, { id });
  else if (asked === 'certify') await call(decideCandidate, { id, certify: true });
  else if (reason.length < 5) return tooShort();
  else if (asked === 'refuse') await call(decideCandidate, { id, certify: false, reason });
  else if (asked === 'appeal') await call(appealRefusal, { id, reason });
  else if (excepts) {
    const until = form.get('until');
    if (!named || !isCalendarDate(until)) return again([{ field: 'until', code: 'certification.days-wrong' }]);
    await call(allowException, { id, suite: named, reason, until });
  }
  return undefined;
}

export const reportPage = definePage({
  path: '/certification/runs/:id',
  duty: followers,
  component: 'certification/ReportPage',
  load: async ({ call, params, text }) => {
    if (!isId(params.id)) throw new Elsewhere(address);
    const { title, checks, ...one } = await call(getReport, { id: params.id });
    const { chapters } = await call(getRegulation, {});
    const clauses = new Map(
      chapters.flatMap((chapter) => chapter.clauses.map(({ number, text: words }) => [number, words])),
    );
    return {
      ...{ ...one, title: text(title) },
      checks: checks.map((check) => ({ ...check, text: text(clauses.get(check.clause) ?? { en: check.clause }) })),
    };
  },
});
export type ReportProps = PropsOf<typeof reportPage>;
