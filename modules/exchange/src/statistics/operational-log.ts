// SPDX-License-Identifier: Apache-2.0
/**
 * Operational records of sync calls: collected in memory once a call is answered, written together, one statement at a
 * time. They are figures, no evidence: what a killed hub had not written yet (a quarter of a second) the message log has.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { describeError, isRefusal, type ModuleRuntime, newId } from '@stoa/kernel';
import { faultStatus, parseServicePath } from '../wire/index.ts';
import { putRecords } from './store.ts';
import { type Answer, HubRefusal, type Message } from '../messages/index.ts';

/** What a call notes about itself on its way; times in milliseconds since 1970. */
export interface CallTrace {
  /** Pattern of the right that allows it: the path itself may name people. */
  restPath?: string;
  requestOutTs?: number;
  responseInTs?: number;
}

type Call = Message & { readonly trace: CallTrace };

/** A row of `operational_record`. */
interface OperationalRecord {
  readonly id: string;
  readonly request_in_ts: number;
  readonly request_out_ts: number | undefined;
  readonly response_in_ts: number | undefined;
  readonly response_out_ts: number;
  readonly hub_address: string;
  readonly client_id: string;
  readonly service_id: string;
  readonly rest_method: string;
  readonly rest_path: string | undefined;
  readonly message_id: string;
  readonly message_user_id: string | undefined;
  readonly message_issue: string | undefined;
  readonly represented_party: string | undefined;
  readonly request_size: number;
  readonly response_size: number | undefined;
  readonly outcome: 'accepted' | 'refused' | 'failed';
  readonly status_code: number;
  readonly fault_code: string | undefined;
  readonly fault_string: string | undefined;
}

const gatherMs = 250;
const againMs = 5000;
const mostInStatement = 1000;
/** As X-Road's buffer: beyond it, with the database away, the oldest records go. */
const mostWaiting = 20_000;
const longestText = 2048;

/** Longest identifier of a service; what is longer is offered by nobody, and too long for an index. */
const longestService = 300;

function serviceOf(target: string): string {
  const service = parseServicePath(target)?.service;
  return service !== undefined && service.length <= longestService ? service : 'unreadable';
}

export class OperationalLog {
  readonly #module: ModuleRuntime;
  readonly #hubAddress: string;
  #waiting: OperationalRecord[] = [];
  #writing: Promise<void> | undefined;
  readonly #closing = new AbortController();

  constructor(module: ModuleRuntime, hubAddress: string) {
    this.#module = module;
    this.#hubAddress = hubAddress;
  }

  /** Runs a call and notes how it went; its answer or its error passes as it is. */
  async observe(incoming: Call, call: () => Promise<Answer>): Promise<Answer> {
    const requestInTs = this.#module.clock.now().getTime();
    try {
      const answer = await call();
      this.#note(incoming, requestInTs, {
        outcome: answer.headers['x-road-error'] ? 'failed' : 'accepted',
        status_code: answer.status,
        response_size: answer.body.size,
        fault_code: answer.headers['x-road-error'],
        fault_string: undefined,
      });
      return answer;
    } catch (error) {
      const refusal = error instanceof HubRefusal;
      const code = refusal ? error.code : isRefusal(error) ? `server.${error.code}` : 'server.internal_error';
      this.#note(incoming, requestInTs, {
        outcome: refusal && incoming.trace.restPath === undefined ? 'refused' : 'failed',
        status_code: faultStatus({ type: code, message: '', detail: '' }),
        response_size: undefined,
        fault_code: code,
        fault_string: refusal ? error.message.slice(0, longestText) : undefined,
      });
      throw error;
    }
  }

  #note(
    { client, messageId, issue, target, method, headers, body, trace }: Call,
    requestInTs: number,
    rest: Pick<OperationalRecord, 'outcome' | 'status_code' | 'response_size' | 'fault_code' | 'fault_string'>,
  ): void {
    if (this.#waiting.length >= mostWaiting) this.#waiting.shift();
    this.#waiting.push({
      id: newId(),
      request_in_ts: requestInTs,
      request_out_ts: trace.requestOutTs,
      response_in_ts: trace.responseInTs,
      response_out_ts: this.#module.clock.now().getTime(),
      hub_address: this.#hubAddress,
      client_id: client,
      service_id: serviceOf(target),
      rest_method: method,
      rest_path: trace.restPath,
      message_id: messageId,
      message_user_id: headers['x-road-userid']?.slice(0, longestText),
      message_issue: issue?.slice(0, longestText),
      represented_party: headers['x-road-represented-party']?.slice(0, longestText),
      request_size: body.size,
      ...rest,
    });
    this.#writing ??= this.#write();
  }

  /** Gathers for a moment, then writes until nothing waits. */
  async #write(): Promise<void> {
    let pauseMs = gatherMs;
    while (this.#waiting.length > 0) {
      await wait(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      const batch = this.#waiting.splice(0, mostInStatement);
      try {
        await this.#put(batch);
        pauseMs = gatherMs;
      } catch (error) {
        this.#complain(error);
        if (this.#closing.signal.aborted) break;
        this.#waiting = [...batch, ...this.#waiting].slice(-mostWaiting);
        pauseMs = againMs;
      }
    }
    this.#writing = undefined;
  }

  /** A record that the table cannot hold takes none of the others with it. Throws when the database is away. */
  async #put(batch: readonly OperationalRecord[]): Promise<void> {
    try {
      await putRecords(this.#module, JSON.stringify(batch));
    } catch (error) {
      if (isRefusal(error)) throw error;
      const half = Math.floor(batch.length / 2);
      if (half === 0) return this.#complain(error);
      await this.#put(batch.slice(0, half));
      await this.#put(batch.slice(half));
    }
  }

  #complain(error: unknown): void {
    this.#module.log.warn({ err: describeError(error) }, 'operational records could not be written');
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#writing;
  }
}
