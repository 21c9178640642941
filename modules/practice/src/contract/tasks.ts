// SPDX-License-Identifier: Apache-2.0
/** Roles and their tasks; a task that asks for something else than before has a higher version. */
import { Type } from 'typebox';

export const roles = ['clerk', 'head', 'executor', 'signer'] as const;
export type Role = (typeof roles)[number];
export const RoleName = Type.Enum([...roles]);

export const taskCodes = [
  ...(['register', 'double', 'file', 'answer'] as const),
  ...(['resolve', 'return', 'approve'] as const),
  ...(['report', 'extend'] as const),
  ...(['sign'] as const),
] as const;
export type TaskCode = (typeof taskCodes)[number];
export const TaskName = Type.Enum([...taskCodes]);

export const tasks: Readonly<Record<TaskCode, { readonly role: Role; readonly version: number }>> = {
  register: { role: 'clerk', version: 1 },
  double: { role: 'clerk', version: 1 },
  file: { role: 'clerk', version: 1 },
  answer: { role: 'clerk', version: 1 },
  resolve: { role: 'head', version: 1 },
  return: { role: 'head', version: 1 },
  approve: { role: 'head', version: 1 },
  report: { role: 'executor', version: 1 },
  extend: { role: 'executor', version: 1 },
  sign: { role: 'signer', version: 1 },
};
export const tasksOf = (role: Role): TaskCode[] => taskCodes.filter((code) => tasks[code].role === role);

/** What a check looks at; each has its words on the page: what is right, and how to mend what is not. */
export const findings = [
  ...(['entered', 'kind', 'sender', 'their-number', 'their-date', 'numbered'] as const),
  ...(['double-given-up', 'other-registered', 'first-kept', 'filed', 'right-file'] as const),
  ...(['answer-drafted', 'answer-file', 'answer-signed', 'answer-numbered', 'answer-sent'] as const),
  ...(['resolution-given', 'right-executor', 'right-term', 'on-control'] as const),
  ...(['report-returned', 'return-reason', 'draft-agreed', 'reported', 'report-tells'] as const),
  ...(['extension-asked', 'extension-day', 'signed', 'serial'] as const),
] as const;
export type FindingCode = (typeof findings)[number];
export const Finding = Type.Object({ code: Type.Enum([...findings]), right: Type.Boolean() });
export interface Finding {
  readonly code: FindingCode;
  readonly right: boolean;
}
