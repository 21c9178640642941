// SPDX-License-Identifier: Apache-2.0
/** Work for officers: queue, tasks, questions to the applicant. */
export { answerOfficer, askApplicant, showClarification } from './clarifications.ts';
export { aboutsOf, clarificationsOf, dutiesOfCase, type TaskRow } from './queries.ts';
export { cancelTasks, delegateTasks, dropClarifications, insertTask, setTask } from './store.ts';
export { claim, ownTask, queue, queueItem, reassign, release, taskFor } from './tasks.ts';
