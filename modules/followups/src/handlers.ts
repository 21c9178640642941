// SPDX-License-Identifier: Apache-2.0
import { every, on } from '@stoa/kernel';
import { responseRecorded, responseWithdrawn } from '@stoa/surveys/contract';
import { dropFollowup, escalate, openFollowup, tellCurators } from './followups.ts';

export const handlers = [
  on(responseRecorded, openFollowup),
  on(responseWithdrawn, dropFollowup),
  tellCurators,
  every('followups.escalate', 3600, escalate),
];
