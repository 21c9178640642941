// SPDX-License-Identifier: Apache-2.0
/** A department that works from its mailbox: takes requests of one type, answers each exactly once, waits out outages. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { connectorClient, type DeliveredMessage, type MailboxResponse } from '@stoa/exchange/contract';
import { type AppendFile, openAppendFile } from './append-file.ts';
import { listen, newServer, type RunningService } from './service.ts';

/** What a department says to a request: content or a rejection. */
export type Answer = Pick<MailboxResponse, 'content' | 'rejection'>;

export interface MailboxWorkerOptions {
  /** The department's own connector. */
  readonly connectorUrl: string;
  /** With what it knows this system. */
  readonly connectorToken?: string | undefined;
  /** Its subsystem on the exchange. */
  readonly subsystem: string;
  /** Information type of the requests it answers. */
  readonly type: string;
  /** Append file of answers given. */
  readonly journalPath: string;
  readonly port: number;
  readonly answerDelayMs: number;
  readonly pollMs: number;
  /** What fails is asked again once the lease of the request has run out. */
  readonly answer: (content: unknown) => Answer | Promise<Answer>;
}

/** An answer decided, with the id under which it is sent, however often. */
interface Answered {
  readonly requestId: string;
  readonly response: MailboxResponse;
}

const atOnce = 20;
const longestBackoffMs = 10_000;

/** Starts polling; `GET /health` and `GET /status` tell how it stands. Closing waits for what is being answered. */
export async function startMailboxWorker(options: MailboxWorkerOptions): Promise<RunningService> {
  const worker = new MailboxWorker(options);
  const app = newServer();
  app.get('/health', () => ({ status: 'up' }));
  app.get('/status', () => worker.status());
  const server = await listen(app, options.port);
  const polling = worker.run();
  return {
    url: server.url,
    async close() {
      worker.stop();
      await polling;
      await server.close();
    },
  };
}

class MailboxWorker {
  readonly #options: MailboxWorkerOptions;
  readonly #connector: ReturnType<typeof connectorClient>;
  readonly #journal: AppendFile<Answered>;
  readonly #answered: Map<string, MailboxResponse>;
  readonly #inHand = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #failures = 0;
  #lastFailure: string | undefined;

  constructor(options: MailboxWorkerOptions) {
    this.#options = options;
    this.#connector = connectorClient(options.connectorUrl, options.subsystem, options.connectorToken);
    this.#journal = openAppendFile<Answered>(options.journalPath);
    this.#answered = new Map(this.#journal.earlier.map((one) => [one.requestId, one.response]));
  }

  status() {
    return {
      subsystem: this.#options.subsystem,
      answered: this.#answered.size,
      inHand: this.#inHand.size,
      connector: this.#failures === 0 ? 'up' : 'away',
      ...(this.#lastFailure && { lastFailure: this.#lastFailure }),
    };
  }

  stop(): void {
    this.#stopping.abort();
  }

  async run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const found = await this.#takeOne();
      if (!found)
        await this.#pause(Math.min(this.#options.pollMs * 2 ** Math.min(this.#failures, 10), this.#longestPauseMs()));
    }
    await Promise.all(this.#inHand.values());
    this.#journal.close();
  }

  #longestPauseMs = () => Math.max(longestBackoffMs, this.#options.pollMs);

  #pause = (ms: number) => wait(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);

  /** Whether there was a request to take. */
  async #takeOne(): Promise<boolean> {
    if (this.#inHand.size >= atOnce) return false;
    try {
      const message = await this.#connector.nextRequest(this.#options.type);
      this.#failures = 0;
      if (!message) return false;
      if (!this.#inHand.has(message.messageId)) {
        const done = this.#answer(message).finally(() => this.#inHand.delete(message.messageId));
        this.#inHand.set(message.messageId, done);
      }
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** The answer is on disk before it is sent; a request that comes again gets the same answer under the same id. */
  async #answer(message: DeliveredMessage): Promise<void> {
    try {
      let response = this.#answered.get(message.messageId);
      if (!response) {
        await this.#pause(this.#options.answerDelayMs);
        if (this.#stopping.signal.aborted) return;
        const answer = await this.#options.answer(message.content);
        response = { messageId: randomUUID(), to: message.replyTo, ...answer };
        this.#journal.append({ requestId: message.messageId, response });
        this.#answered.set(message.messageId, response);
      }
      await this.#connector.sendResponse({ ...response, to: message.replyTo });
      await this.#connector.acknowledge(message.messageId);
    } catch (error) {
      // The lease of the request runs out and the mailbox delivers it again.
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    this.#lastFailure = error instanceof Error ? error.message : String(error);
  }
}
