// SPDX-License-Identifier: Apache-2.0
import type { Body } from '@stoa/exchange/wire';
import { isTooDeep } from '@stoa/kernel';

export interface AdapterRequest {
  readonly method: string;
  /** Path below the service code with query, with a leading slash, or empty. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** A body too large for memory; then `body` is empty. Only adapters that stream are given one. */
  readonly large?: Body | undefined;
}

export interface AdapterAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | Body;
}

/** Turns a request of the exchange into a call of the department's own system. */
export interface Adapter {
  (request: AdapterRequest): Promise<AdapterAnswer>;
  /** Takes bodies that are too large for memory. */
  readonly streams?: boolean;
  /** Gives back its connections to the system. */
  close?(): Promise<void>;
}

export const jsonAnswer = (status: number, body: unknown): AdapterAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

/** The connector's own refusal (RFC 9457), which the exchange passes on like any answer of the provider. */
export const refusal = (status: number, code: string, detail: string): AdapterAnswer =>
  jsonAnswer(status, { type: 'about:blank', title: code, status, code: `connector.${code}`, detail });

export const noSuchPath = (): AdapterAnswer => refusal(404, 'no-such-path', 'The service has no such path.');

/** The department's own system is away: an X-Road fault, so that the consumer knows it was not the exchange. */
export const systemAway = (): AdapterAnswer =>
  systemFailed('The system of the provider does not answer. Please try again later.');

/** The same for what trying again does not help. */
export const systemFailed = (message: string): AdapterAnswer => {
  const type = 'server.serverproxy.service_failed';
  return {
    ...jsonAnswer(500, { type, message, detail: '' }),
    headers: { 'content-type': 'application/json', 'x-road-error': type },
  };
};

/** The JSON a body holds; undefined for an empty one. Throws a SyntaxError for what is no JSON, or is nested too deep. */
export function readJson(body: Buffer): unknown {
  const value: unknown = body.length === 0 ? undefined : JSON.parse(body.toString());
  if (isTooDeep(value)) throw new SyntaxError('nested too deep');
  return value;
}
