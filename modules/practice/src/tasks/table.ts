// SPDX-License-Identifier: Apache-2.0
import type { TaskCode } from '../contract.ts';
import * as clerk from './clerk.ts';
import * as executor from './executor.ts';
import * as head from './head.ts';
import type { Task } from './scene.ts';
import { sign } from './signer.ts';

export const doing: Readonly<Record<TaskCode, Task>> = {
  register: clerk.register,
  double: clerk.double,
  file: clerk.file,
  answer: clerk.answer,
  resolve: head.resolve,
  return: head.back,
  approve: head.approve,
  report: executor.report,
  extend: executor.extend,
  sign,
};
