// SPDX-License-Identifier: Apache-2.0
/** X-Road REST message protocol (PR-REST): identifiers, paths, error documents, request hash. */
import { hash } from 'node:crypto';
import { sha512 } from '@stoa/kernel/hashing';

/** `XM/GOV/1002/COMPANIES` and the code of one of its services. */
export interface ServiceAddress {
  readonly subsystem: string;
  readonly serviceCode: string;
  /** `subsystem/serviceCode` */
  readonly service: string;
  /** What follows, with a leading slash, or empty; query included. */
  readonly rest: string;
}

const identifier = /^(?!\.{1,2}$)[\p{L}\p{N}'()+,\-.=?_]{1,100}$/u;

/** The parts of an identifier, each percent-decoded on its own; undefined when one of them cannot be a part. */
export function identifierParts(text: string): string[] | undefined {
  const parts = text.split('/').map((part) => decode(part) ?? '');
  return parts.every((part) => identifier.test(part)) ? parts : undefined;
}

/** Reads `/r1/{instance}/{class}/{member}/{subsystem}/{service}[/path][?query]`; undefined when it is not of that form. */
export function parseServicePath(target: string): ServiceAddress | undefined {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  if (!path.startsWith('/r1/')) return undefined;
  let end = 3;
  for (let part = 0; part < 5 && end >= 0; part++) end = path.indexOf('/', end + 1);
  const service = serviceNamed(end < 0 ? path.slice(4) : path.slice(4, end));
  if (!service) return undefined;
  const tail = end < 0 ? '' : path.slice(end);
  if (tail && tail.slice(1).split('/').some(isTraversal)) return undefined;
  return { ...service, rest: tail + (question < 0 ? '' : target.slice(question)) };
}

type Service = Omit<ServiceAddress, 'rest'>;
/** Services as paths spell them: the same few in nearly every call. */
const spelled = new Map<string, Service>();
const mostSpelled = 1000;

function serviceNamed(text: string): Service | undefined {
  const known = spelled.get(text);
  if (known) return known;
  const names = identifierParts(text);
  if (names?.length !== 5) return undefined;
  const subsystem = names.slice(0, 4).join('/');
  const serviceCode = names[4] ?? '';
  const service = { subsystem, serviceCode, service: `${subsystem}/${serviceCode}` };
  if (spelled.size >= mostSpelled) spelled.clear();
  spelled.set(text, service);
  return service;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Services that the hub answers itself, under each subsystem. */
export const metadataServices: ReadonlySet<string> = new Set(['listMethods', 'allowedMethods', 'getOpenAPI']);

/** A segment that climbs up, however often it was encoded, or smuggles a separator. */
function isTraversal(segment: string): boolean {
  let text = segment;
  for (let round = 0; round < 4; round++) {
    // Some servers cut `;…` off a segment before they resolve it.
    if (/^\.{1,2}(;|$)/.test(text) || /[/\\\0]/.test(text)) return true;
    const next = decode(text);
    if (next === undefined) return true;
    if (next === text) return false;
    text = next;
  }
  return true;
}

/** The path without its query, each segment decoded once: what rights are matched against. */
export const normalisedPath = (rest: string): string => {
  const path = rest.split('?')[0] ?? '';
  return (
    path
      .split('/')
      .map((segment) => decode(segment) ?? segment)
      .join('/') || '/'
  );
};

/**
 * `X-Road-Request-Hash`: base64 SHA-512 over the head, or over the hashes of head and body (PR-REST section 4.7). The
 * head is the request line and the headers `x-road-client`, `x-road-id`, `x-road-request-id`, in this order.
 * @param bodyHash SHA-512 of the body; undefined where there is none
 */
export function requestHash(
  method: string,
  target: string,
  headers: readonly [string, string][],
  bodyHash: Buffer | undefined,
): string {
  const head = `${method}\r\n${target}\r\n${headers.map(([name, value]) => `${name}:${value}\r\n`).join('')}`;
  const headHash = sha512(head);
  return bodyHash ? hash('sha512', Buffer.concat([headHash, bodyHash]), 'base64') : headHash.toString('base64');
}

export interface Fault {
  /** X-Road fault code: `server.…` answers 500, anything else 400. */
  readonly type: string;
  readonly message: string;
  /** Identifies this very refusal in the logs. */
  readonly detail: string;
}

/** As X-Road has it, but for quotas, which X-Road has not: 429. */
export function faultStatus({ type }: Fault): number {
  const code = type.toLowerCase();
  if (code === 'client.quota_exceeded') return 429;
  return code.startsWith('server.') ? 500 : 400;
}

/** `server.serverproxy.access_denied` as X-Road up to 7.7 spells it: `Server.ServerProxy.AccessDenied`. */
export const formerSpelling = (code: string): string =>
  code
    .replace(
      /(^|[._])([a-z])/g,
      (_, before: string, letter: string) => (before === '.' ? '.' : '') + letter.toUpperCase(),
    )
    .replace(/(Server|Client)proxy/g, '$1Proxy');

export const escapeXml = (text: string) => text.replace(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The error document in the dialect that `Accept` asks for: XML when it lists an XML or text type, otherwise JSON. */
export function faultDocument(fault: Fault, accept: string | undefined): { contentType: string; body: string } {
  if (/\b(text\/xml|application\/xml|text\/\*)/i.test(accept ?? '')) {
    const body = `<error><type>${escapeXml(fault.type)}</type><message>${escapeXml(fault.message)}</message><detail>${escapeXml(fault.detail)}</detail></error>`;
    return { contentType: 'application/xml;charset=utf-8', body };
  }
  return { contentType: 'application/json;charset=utf-8', body: JSON.stringify(fault) };
}

/** A whole answer with the fault, for a connection on which no request could be read. */
export function rawFault(fault: Fault): string {
  const { contentType, body } = faultDocument(fault, undefined);
  const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: ${contentType}\r\nx-road-error: ${fault.type}\r\n`;
  return `${head}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}
