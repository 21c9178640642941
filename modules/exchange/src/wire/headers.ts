// SPDX-License-Identifier: Apache-2.0
/** Which headers pass through the exchange (PR-REST section 4.3): all but those named here. */
import type { IncomingHttpHeaders } from 'node:http';
import { identifierParts } from './xroad.ts';

/** Largest head a department's system may send, and the largest with what the exchange adds, bytes. */
export const maxHeadBytes = 12 * 1024;
export const maxWireHeadBytes = 32 * 1024;

const ofConnection = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const ofServer = ['host', 'user-agent', 'server', 'content-length', 'expect'];
const ofExchange = [
  'signature',
  'signature-input',
  'content-digest',
  'x-stoa-authority',
  'x-stoa-instance',
  'x-stoa-parts',
];
const saidByExchange = ['x-road-request-id', 'x-road-request-hash', 'x-road-service', 'x-road-error'];

const staysInRequest = new Set([...ofConnection, ...ofServer, ...ofExchange, ...saidByExchange]);
const staysOnConnection = new Set([...ofConnection, ...ofServer, ...ofExchange]);

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Of a repeated header the values are one list (RFC 9110 section 5.3); of `Set-Cookie`, which is none, the last stays. */
function passed(headers: Headers, stays: (name: string) => boolean): Record<string, string> {
  const named = String(headers.connection ?? '').toLowerCase();
  const dropped = new Set(named ? named.split(',').map((name) => name.trim()) : []);
  const given: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || stays(name) || dropped.has(name)) continue;
    given[name] = !Array.isArray(value) ? value : name === 'set-cookie' ? (value.at(-1) ?? '') : value.join(', ');
  }
  return given;
}

/** Headers of a consumer that go on to the provider. */
export const passedRequestHeaders = (headers: Headers) => passed(headers, (name) => staysInRequest.has(name));

/** Headers that the exchange hands to a department's own system: a request at the provider, an answer at the consumer. */
export const passedHeaders = (headers: Headers) => passed(headers, (name) => staysOnConnection.has(name));

/** Headers of a provider's own system that go into its answer: it says nothing in the name of X-Road. */
export const passedSystemHeaders = (headers: Headers) =>
  passed(headers, (name) => staysOnConnection.has(name) || name.startsWith('x-road-'));

/** Headers by lower-case name; of a repeated one of X-Road the last counts. */
export function receivedHeaders(request: { headers: IncomingHttpHeaders; rawHeaders: string[] }): IncomingHttpHeaders {
  const headers = { ...request.headers };
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const name = (request.rawHeaders[i] ?? '').toLowerCase();
    if (name.startsWith('x-road-') || name.startsWith('x-stoa-')) headers[name] = request.rawHeaders[i + 1] ?? '';
  }
  return headers;
}

/** What is wrong with the exchange's own words in the head of a request; undefined when nothing is. */
export function wrongIdentifier(headers: Headers): string | undefined {
  // Which characters other bytes are meant to be, no header says; in evidence there is no guessing.
  for (const name in headers)
    if (/^x-(road|stoa)-/.test(name) && /[^\t\x20-\x7e]/.test(String(headers[name])))
      return `The header ${name} may only have characters of ASCII: write others percent-encoded, in UTF-8.`;
  const party = headers['x-road-represented-party'];
  if (party !== undefined && ![1, 2].includes(identifierParts(String(party))?.length ?? 0))
    return 'X-Road-Represented-Party must be [class/]code.';
  const server = headers['x-road-security-server'];
  if (server !== undefined && identifierParts(String(server))?.length !== 4)
    return 'X-Road-Security-Server must be instance/class/member/server.';
  return undefined;
}
