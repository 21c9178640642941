// SPDX-License-Identifier: Apache-2.0
/** Instructions as tests give them, in the names of posts. */
import * as contract from '../src/contract.ts';
import { type ministry, postId } from './world.ts';

export type Name = 'one' | 'two' | 'three' | 'lawyer' | 'clerk' | 'empty';

export function instructions({ b, head, work, desk }: Awaited<ReturnType<typeof ministry>>) {
  type Who = typeof head;
  const { calendar } = b.module.country;
  const today = () => calendar.localDate(b.clock.now());
  const inDays = (days: number) => calendar.addWorkingDays(today(), days);
  const give = (documentId: string, responsible: Name, co: Name[] = [], more: object = {}, as: Who = head) =>
    b.call(
      contract.giveResolution,
      {
        ...{ documentId, text: 'Prepare an answer', responsible: postId(responsible), coExecutors: co.map(postId) },
        ...more,
      },
      as,
    );
  const tree = async (documentId: string) => (await work(documentId)).resolutions;
  async function partOf(documentId: string, name: Name): Promise<string> {
    const all = (await tree(documentId)).flatMap(({ assignments }) => assignments);
    return all.filter((each) => each.postId === postId(name)).at(-1)?.id ?? '';
  }
  const passOn = async (documentId: string, from: Name, as: Who, to: Name, more: object = {}) =>
    b.call(
      contract.passOn,
      { id: await partOf(documentId, from), text: 'Write the first part', responsible: postId(to), ...more },
      as,
    );
  const report = async (documentId: string, name: Name, as: Who) =>
    b.call(contract.report, { id: await partOf(documentId, name), text: 'The answer is written' }, as);
  async function lastReport(documentId: string, name: Name): Promise<string> {
    const all = (await tree(documentId)).flatMap(({ assignments }) => assignments);
    const reports = all.filter((each) => each.postId === postId(name)).at(-1)?.reports ?? [];
    return reports.at(-1)?.id ?? postId(name);
  }
  const decide = async (documentId: string, name: Name, as: Who, accepted = true, reason?: string) =>
    b.call(
      contract.decideReport,
      {
        ...{ id: await partOf(documentId, name), reportId: await lastReport(documentId, name), accepted },
        ...(reason ? { reason } : {}),
      },
      as,
    );
  const kinds = async (as: Who, documentId: string) =>
    (await desk(as)).filter(({ document }) => document.id === documentId).map(({ kind }) => kind);

  return { calendar, today, inDays, give, tree, partOf, passOn, report, lastReport, decide, kinds };
}
