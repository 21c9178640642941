// SPDX-License-Identifier: Apache-2.0
/** The thread: does the one task it is given, and is ended. Each task loads only what it needs. */
import { parentPort, workerData } from 'node:worker_threads';

const tasks = {
  docx: () => import('./docx.ts'),
  pages: () => import('./pages.ts'),
  sheets: () => import('./sheets.ts'),
  words: () => import('./words.ts'),
  typeset: () => import('./typeset.ts'),
  workbook: () => import('./workbook.ts'),
};
type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
type Work<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>['default'];
export interface TaskOf<Name extends TaskName> {
  readonly input: Parameters<Work<Name>>[0];
  readonly output: Awaited<ReturnType<Work<Name>>>;
}

if (parentPort) {
  const { name, input } = workerData as { name: TaskName; input: never };
  let answer: { done: unknown } | { failed: string };
  try {
    const { default: work } = await tasks[name]();
    answer = { done: await work(input) };
  } catch (error) {
    answer = { failed: String(error) };
  }
  parentPort.postMessage(answer);
}
