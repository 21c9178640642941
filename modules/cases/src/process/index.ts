// SPDX-License-Identifier: Apache-2.0
/** Where the process stands and what moves it on: steps, answers, payments, timers, decisions. */
export { adviceOn, decide, decides, finishTask, outcomesOf, stepOf, withdraw, withdrawable } from './deciding.ts';
export { receivePayment, receiveRefund, sweep, takeAnswers } from './incoming.ts';
export { owner, processes, resultOf } from './process.ts';
export { stepTimes } from './store.ts';
export { changeWay, moveFaults, moveToVersion } from './steering.ts';
export { resume, runStep, voidUnpaid } from './steps.ts';
