// SPDX-License-Identifier: Apache-2.0
import { type Refusal, toProblem } from '@stoa/kernel';
import { type Answer, json, type Message } from '../messages/index.ts';
import type { LoggedMessage, Recording } from './durable-log.ts';

/** The problem document of a refusal, once its record is durable. */
export async function refusedAnswer(
  record: Recording,
  incoming: Message,
  error: Refusal,
  entry: LoggedMessage,
): Promise<Answer> {
  await record(entry);
  const { status, problem, retryAfterSeconds } = toProblem(error, incoming.messageId);
  const answer = json(status, problem);
  if (retryAfterSeconds) answer.headers['retry-after'] = String(retryAfterSeconds);
  return answer;
}
