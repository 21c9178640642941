// SPDX-License-Identifier: Apache-2.0
/**
 * Lines that providers' connectors opened to the hub and on which it asks, so that a department opens no port
 * (decision 0013). A connector has one to each hub; several connectors of a subsystem share its calls.
 */
import type { Socket } from 'node:net';
import {
  AskingLine,
  atMost,
  type Body,
  bodyOf,
  BodyTooLarge,
  type LineAnswer,
  type Spool,
  takeBody,
} from '../wire/index.ts';
import { type Answer, HubRefusal } from '../messages/index.ts';

export interface TunnelRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: Body;
}
export interface TunnelAnswer extends Answer {
  readonly body: Body;
}

/** Calls that one connector has under way; the next ones wait. */
const atOnce = 64;
/** Calls of one provider that wait; more are refused so that its slowness stays its own. */
const maxWaiting = 200;

/** `instance` is the connector process that opened it, `certificate` the id of what it opened it with. */
interface Line {
  readonly asking: AskingLine;
  readonly instance: string;
  readonly certificate: string;
  /** Calls given to it that are not over. */
  busy: number;
}

interface Provider {
  readonly lines: Set<Line>;
  readonly waiting: { take: (line: Line) => void; timer: NodeJS.Timeout }[];
}

export class Tunnels {
  readonly #providers = new Map<string, Provider>();
  #closed = false;

  /**
   * Takes over a socket after its upgrade. A line that the same connector process opened with another certificate gets
   * nothing new from then on: it has renewed its own. It ends when what it carries is answered.
   */
  add(subsystem: string, instance: string, certificate: string, socket: Socket): void {
    if (this.#closed) return void socket.destroy();
    const line: Line = { asking: new AskingLine(socket), instance, certificate, busy: 0 };
    const provider = this.#providers.get(subsystem) ?? { lines: new Set(), waiting: [] };
    this.#providers.set(subsystem, provider);
    socket.once('close', () => provider.lines.delete(line));
    for (const old of provider.lines)
      if (old.instance === instance && old.certificate !== certificate) old.asking.end();
    provider.lines.add(line);
    this.#next(provider, line);
  }

  connected = (subsystem: string): number =>
    [...(this.#providers.get(subsystem)?.lines ?? [])].filter(({ asking }) => !asking.over).length;

  close(): void {
    this.#closed = true;
    for (const { lines } of this.#providers.values()) for (const { asking } of lines) asking.socket.destroy();
  }

  /** Gives it to those that wait. */
  #next(provider: Provider, line: Line): void {
    while (line.busy < atOnce && !line.asking.over) {
      const next = provider.waiting.shift();
      if (!next) return;
      clearTimeout(next.timer);
      line.busy++;
      next.take(line);
    }
  }

  /** The provider's line with the fewest calls under way; waits for one as long as the call may last. */
  #line(subsystem: string, timeoutMs: number): Line | Promise<Line> {
    const provider = this.#providers.get(subsystem);
    let free: Line | undefined;
    let connected = false;
    for (const line of provider?.lines ?? []) {
      if (line.asking.over) continue;
      connected = true;
      if (line.busy < (free?.busy ?? atOnce)) free = line;
    }
    if (!provider || !connected)
      throw new HubRefusal(
        'server.serverproxy.service_unavailable',
        'The connector of the provider is not connected. Try again later.',
      );
    if (free) {
      free.busy++;
      return free;
    }
    if (provider.waiting.length >= maxWaiting)
      throw new HubRefusal('server.serverproxy.busy', 'The provider has too many calls under way. Try again later.');
    return new Promise((take, reject) => {
      const timer = setTimeout(() => {
        provider.waiting.splice(provider.waiting.indexOf(entry), 1);
        reject(new HubRefusal('server.serverproxy.timeout', `The provider was not free within ${timeoutMs} ms.`));
      }, timeoutMs);
      const entry = { take, timer };
      provider.waiting.push(entry);
    });
  }

  /** Sends the request that `make` builds for the connector whose line takes it. */
  async request(
    subsystem: string,
    timeoutMs: number,
    limits: AnswerLimits,
    make: (instance: string) => TunnelRequest,
  ): Promise<{ answer: TunnelAnswer; instance: string }> {
    const began = performance.now();
    const line = await this.#line(subsystem, timeoutMs);
    try {
      const left = timeoutMs - (performance.now() - began);
      return { answer: await exchange(line.asking, madeFor(line, make), left, limits), instance: line.instance };
    } finally {
      line.busy--;
      const provider = this.#providers.get(subsystem);
      if (provider) this.#next(provider, line);
    }
  }
}

/** Without a session the connector has restarted: it opens one together with its next line. */
function madeFor({ instance, asking }: Line, make: (instance: string) => TunnelRequest): TunnelRequest {
  try {
    return make(instance);
  } catch (error) {
    asking.socket.destroy();
    throw error;
  }
}

/** How much of an answer is taken, and where a large one goes. */
export interface AnswerLimits {
  readonly limit: number;
  readonly spool: () => Spool;
}

/** One request and its answer; given up when it takes too long or too much comes. */
async function exchange(
  line: AskingLine,
  request: TunnelRequest,
  timeoutMs: number,
  limits: AnswerLimits,
): Promise<TunnelAnswer> {
  let late = false;
  const { answer, cancel } = line.ask(request);
  const timer = setTimeout(() => {
    late = true;
    cancel(new Error('too late'));
  }, timeoutMs);
  try {
    return await taken(await answer, limits);
  } catch (error) {
    cancel(error as Error);
    if (late)
      throw new HubRefusal('server.serverproxy.timeout', `The provider did not answer within ${timeoutMs | 0} ms.`);
    if (error instanceof BodyTooLarge)
      throw new HubRefusal('server.serverproxy.response_too_large', 'The answer of the provider is too large.');
    if (error instanceof TypeError)
      throw new HubRefusal('client.invalid_header', 'The head of the message is larger than the provider takes.');
    throw new HubRefusal('server.serverproxy.connection_lost', 'The connection to the provider broke. Try again.');
  } finally {
    clearTimeout(timer);
  }
}

async function taken({ status, headers, body }: LineAnswer, { limit, spool }: AnswerLimits): Promise<TunnelAnswer> {
  const stated = Number(headers['content-length'] ?? 0);
  const whole = Buffer.isBuffer(body) ? bodyOf(atMost(body, limit)) : await takeBody(body, limit, spool, { stated });
  return { status, headers, body: whole };
}
