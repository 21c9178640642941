// SPDX-License-Identifier: Apache-2.0
/** A task as its officer reads it. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import { ownOutcomes } from '@stoa/kernel/processes';
import { auditCase, todayOf } from '../case/index.ts';
import type { Check, TaskPage } from '../contract.ts';
import { answersOf, caseForm } from '../form/index.ts';
import { type Message, messagesOf } from '../messages/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { adviceOn, decides, outcomesOf, stepOf } from '../process/index.ts';
import { readingsOf } from '../registers/index.ts';
import { aboutsOf, clarificationsOf, showClarification, queueItem, taskFor, type TaskRow } from '../tasks/index.ts';
import { pageOfCase } from './case-page.ts';

/** Refuses: cases.task-unknown. */
export async function taskPage(tx: Tx, id: string): Promise<TaskPage> {
  const { task, file } = await taskFor(tx, id, false);
  const pkg = await pinnedPackage(tx.module, file);
  await auditCase(tx, file, 'cases.task-read');
  const answers = await answersOf(tx, file.id);
  // What was right when it was sent is not wrong because days have passed.
  const today = todayOf(tx, file.submittedAt ?? tx.now);
  const form = caseForm(file, pkg, answers, await readingsOf(tx, file.id), today);
  const advice = await adviceOn(tx, file, pkg, task);
  const step = await stepOf(tx, file, task.node);
  const mine = tx.principal.kind === 'person' && task.assigneeId === tx.principal.id;
  return {
    ...(await queueItem(tx, task)),
    case: await pageOfCase(tx, file, pkg, true),
    pages: form.pages,
    registers: form.registers,
    checks: checksOf(pkg, await messagesOf(tx, file.id), task, await aboutsOf(tx, file.id)),
    clarifications: (await clarificationsOf(tx, file.id)).map((row) => showClarification(pkg, row, answers)),
    ...(advice ? { advice } : {}),
    outcomes: outcomesOf(step).map((code) => ({
      code,
      title: pkg.outcomes[code] ?? ownOutcomes[code] ?? { en: code },
    })),
    canDecide: mine && task.state === 'claimed',
    decides: decides(step),
  };
}

/** A task about one of several shows what was asked about that one, and about all. */
function checksOf(
  pkg: ServicePackage,
  messages: readonly Message[],
  { items }: TaskRow,
  abouts: ReadonlyMap<string, string>,
): Check[] {
  const elsewhere = (message: Message) =>
    message.items.some((item, at) => items[at] !== undefined && items[at] !== item);
  return messages.flatMap(({ checkName: name, ...message }) =>
    name === null || elsewhere({ checkName: name, ...message })
      ? []
      : {
          name,
          title: checkTitle(pkg, message.node),
          ...(abouts.get(message.items.join()) ? { about: abouts.get(message.items.join()) } : {}),
          state: message.state,
          ...(message.sentAt ? { askedAt: message.sentAt.toISOString() } : {}),
          ...(message.answeredAt ? { answeredAt: message.answeredAt.toISOString() } : {}),
          requestId: message.id,
          ...(message.responseId ? { responseId: message.responseId } : {}),
          ...(message.sender ? { from: message.sender } : {}),
          ...(message.state === 'answered' ? { content: message.response } : {}),
          ...(message.rejection ? { rejection: message.rejection } : {}),
        },
  );
}

/** The words of the task that waits for the answer say what the check is. */
function checkTitle(pkg: ServicePackage, node: string | null): Check['title'] {
  const receiver = pkg.process.nodes.find(
    (candidate) => candidate.kind === 'receive' && candidate.settings.of === node,
  );
  return pkg.nodeTitles[receiver?.id ?? node ?? ''] ?? { en: node ?? '' };
}
