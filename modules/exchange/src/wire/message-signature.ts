// SPDX-License-Identifier: Apache-2.0
/** HTTP message signatures (RFC 9421) with content digests (RFC 9530), as connectors, direct clients and hub use them. */
import { hash, type KeyObject, randomBytes } from 'node:crypto';
import type { Body } from './body.ts';
import { partsHeader } from './parts.ts';
import { type Algorithm, algorithmOf, holdsWith, signWith } from './algorithms.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** A request as its signature sees it. */
export interface RequestHead {
  readonly method: string;
  /** Host and port the message is meant for: a hub takes no message made for another one. */
  readonly authority: string;
  /** Path with query, as sent. */
  readonly target: string;
  readonly headers: Headers;
}
export interface SignedRequest extends RequestHead {
  readonly body: Buffer;
}

export interface ResponseHead {
  readonly status: number;
  readonly headers: Headers;
}
export interface SignedResponse extends ResponseHead {
  readonly body: Buffer;
}

export interface Signer {
  /** Identifies the certificate, or the session, whose key signs. */
  readonly keyId: string;
  readonly key: KeyObject;
  /** Value used once; random when missing. */
  readonly nonce?: () => string;
  /** Told what was signed. */
  readonly signed?: (base: Buffer, nonce: string) => void;
}

/** A signature as its two headers state it. */
export interface Signature {
  readonly keyId: string;
  readonly algorithm: Algorithm;
  readonly createdAt: Date;
  readonly nonce: string;
  readonly covered: Covered;
  /** `Signature-Input` without its label. */
  readonly parameters: string;
  readonly bytes: Buffer;
}

const requestComponents = ['@method', '@authority', '@path', '@query', 'content-digest', 'x-road-client', 'x-road-id'];
/** Covered whenever the message carries them. */
const requestExtras = ['x-road-issue', 'x-road-userid', 'x-road-represented-party', 'x-stoa-purpose', partsHeader];
const responseComponents = ['@status', 'content-digest', 'x-road-id', 'x-road-request-hash'];
/** A signature over anything else is not taken: the log keeps these, and nothing else could be shown to others later. */
const known = new Set([...requestComponents, ...requestExtras, ...responseComponents]);
const label = 'stoa';

export const contentDigest = (body: Buffer): string => `sha-256=:${hash('sha256', body, 'base64')}:`;

/** Whether a digest of RFC 9530 section 2 fits the body: SHA-256 or SHA-512, every one that is given. */
export function digestFits(header: string | undefined, body: Buffer): boolean {
  if (header === undefined) return false;
  if (header === contentDigest(body)) return true;
  const given = header.split(',').map((one) => /^\s*(sha-256|sha-512)=:([A-Za-z0-9+/=]{40,100}):\s*$/.exec(one));
  return given.every((one) => one && hash(one[1] === 'sha-256' ? 'sha256' : 'sha512', body, 'base64') === one[2]);
}

/** The same for a body that may not be in memory: then the SHA-256 must be given, and alone. */
export const bodyFits = (header: string | undefined, body: Body): boolean =>
  body.bytes ? digestFits(header, body.bytes) : header === body.digest;

function requestValue(request: RequestHead, component: string): string | undefined {
  const question = request.target.indexOf('?');
  switch (component) {
    case '@method':
      return request.method;
    case '@authority':
      return request.authority.toLowerCase();
    case '@path':
      return question < 0 ? request.target : request.target.slice(0, question);
    case '@query':
      return question < 0 ? '?' : request.target.slice(question);
    default:
      return request.headers[component]?.trim();
  }
}
const responseValue = (response: ResponseHead, component: string): string | undefined =>
  component === '@status' ? String(response.status) : response.headers[component]?.trim();

/** The signature base of RFC 9421 section 2.5; undefined when a component is not there. */
function baseOf(
  components: readonly string[],
  value: (component: string) => string | undefined,
  parameters: string,
): Buffer | undefined {
  let text = '';
  for (const component of components) {
    const found = value(component);
    if (found === undefined) return undefined;
    text += `"${component}": ${found}\n`;
  }
  return Buffer.from(`${text}"@signature-params": ${parameters}`);
}

interface Signed {
  readonly components: readonly string[];
  /** As `Signature-Input` lists them. */
  readonly list: string;
}
const signedOf = (components: readonly string[]): Signed => ({
  components,
  list: components.map((name) => `"${name}"`).join(' '),
});
const signedResponse = signedOf(responseComponents);
/** By the extras that a request carries. */
const signedRequests = new Map<string, Signed>();

function signedRequestWith(extras: readonly string[]): Signed {
  const key = extras.join(' ');
  const signed = signedRequests.get(key) ?? signedOf([...requestComponents, ...extras]);
  signedRequests.set(key, signed);
  return signed;
}

function sign(
  signer: Signer,
  { components, list }: Signed,
  value: (component: string) => string | undefined,
  at: Date,
) {
  const algorithm = algorithmOf(signer.key);
  const nonce = signer.nonce?.() ?? randomBytes(16).toString('base64url');
  const created = Math.floor(at.getTime() / 1000);
  const parameters = `(${list});created=${created};nonce="${nonce}";keyid="${signer.keyId}";alg="${algorithm}"`;
  const base = baseOf(components, value, parameters);
  if (!base) throw new Error(`a message to be signed lacks one of ${components.join(', ')}`);
  signer.signed?.(base, nonce);
  const signature = signWith(signer.key, base).toString('base64');
  return { 'signature-input': `${label}=${parameters}`, signature: `${label}=:${signature}:` };
}

/** Headers to add: signature input and signature. `content-digest` must be among the headers already. */
export function signRequestHead(signer: Signer, request: RequestHead, at: Date): Record<string, string> {
  const extras = requestExtras.filter((name) => request.headers[name] !== undefined);
  return sign(signer, signedRequestWith(extras), (name) => requestValue(request, name), at);
}
export const signResponseHead = (signer: Signer, response: ResponseHead, at: Date): Record<string, string> =>
  sign(signer, signedResponse, (name) => responseValue(response, name), at);

/** The same for a message whose body is at hand; adds its digest, unless one is given for a body that is streamed. */
export function signRequest(signer: Signer, request: SignedRequest, at: Date): Record<string, string> {
  const digest = { 'content-digest': request.headers['content-digest'] ?? contentDigest(request.body) };
  const headers = { ...request.headers, ...digest };
  return { ...digest, ...signRequestHead(signer, { ...request, headers }, at) };
}
export function signResponse(signer: Signer, response: SignedResponse, at: Date): Record<string, string> {
  const digest = { 'content-digest': contentDigest(response.body) };
  const headers = { ...response.headers, ...digest };
  return { ...digest, ...signResponseHead(signer, { status: response.status, headers }, at) };
}

/** What a list of covered components is good for; lists repeat, so each is looked at once. */
interface Covered {
  readonly components: readonly string[];
  readonly names: ReadonlySet<string>;
  readonly request: boolean;
  readonly response: boolean;
}
const lists = new Map<string, Covered | undefined>();
const mostLists = 1000;

function coveredBy(list: string): Covered | undefined {
  if (lists.has(list)) return lists.get(list);
  const components = list.split(' ').map((component) => component.slice(1, -1));
  const names = new Set(components);
  const distinct = /^"[a-z0-9@-]+"( "[a-z0-9@-]+")*$/.test(list) && names.size === components.length;
  const good = distinct && components.every((name) => known.has(name));
  const covers = (needed: readonly string[]) => needed.every((name) => names.has(name));
  const covered = { components, names, request: covers(requestComponents), response: covers(responseComponents) };
  if (lists.size >= mostLists) lists.clear();
  lists.set(list, good ? covered : undefined);
  return good ? covered : undefined;
}

const labelPattern = /^[a-z*][a-z0-9_.*-]{0,30}$/;
const longestList = 400;
const ownParameters = /^;created=(\d{1,12});nonce="([\w-]{1,64})";keyid="([^"\\]{1,200})";alg="([^"\\]{1,200})"$/;
const anyParameters = /^(?:;[a-z]{1,10}=(?:"[^"\\]{0,200}"|\d{1,12})){1,6}$/;
const parameterPattern = /;([a-z]+)=(?:"([^"]*)"|(\d+))/g;

/** `label=(components)parameters`, taken apart without one pattern over all of it: that costs as much as the MAC. */
function splitInput(text: string): { name: string; list: string; rest: string } | undefined {
  const open = text.indexOf('=(');
  const close = text.indexOf(')', open);
  const name = text.slice(0, Math.max(0, open));
  if (close < 0 || close - open - 2 > longestList || (name !== label && !labelPattern.test(name))) return undefined;
  return { name, list: text.slice(open + 2, close), rest: text.slice(close + 1) };
}

function parametersOf(text: string): { created: string; nonce: string; keyid: string; alg: string } | undefined {
  const own = ownParameters.exec(text);
  if (own) return { created: own[1] ?? '', nonce: own[2] ?? '', keyid: own[3] ?? '', alg: own[4] ?? '' };
  if (!anyParameters.test(text)) return undefined;
  const given: Record<string, string> = {};
  for (const [, key = '', quoted, number] of text.matchAll(parameterPattern)) {
    if (key in given) return undefined;
    given[key] = quoted ?? number ?? '';
  }
  return { created: given.created ?? '', nonce: given.nonce ?? '', keyid: given.keyid ?? '', alg: given.alg ?? '' };
}

/** What the message's one signature claims; undefined when there is none that this exchange could check. */
export function readSignature(headers: Headers): Signature | undefined {
  const input = headers['signature-input'] ?? '';
  const split = splitInput(input);
  if (!split) return undefined;
  const { name, list, rest } = split;
  const value = headers.signature ?? '';
  if (!value.startsWith(`${name}=:`) || !value.endsWith(':') || value.length > 1200) return undefined;
  const covered = coveredBy(list);
  const given = parametersOf(rest);
  if (!covered || !given) return undefined;
  const { created, nonce, keyid, alg } = given;
  if (!/^\d+$/.test(created) || !/^[\w-]{1,64}$/.test(nonce) || !/^[\x21-\x7e]+$/.test(keyid) || !isAlgorithm(alg))
    return undefined;
  return {
    keyId: keyid,
    algorithm: alg,
    createdAt: new Date(Number(created) * 1000),
    nonce,
    covered,
    parameters: input.slice(name.length + 1),
    bytes: Buffer.from(value.slice(name.length + 2, -1), 'base64'),
  };
}
const algorithms = new Set(['ed25519', 'ecdsa-p256-sha256', 'rsa-pss-sha512', 'hmac-sha256']);
const isAlgorithm = (name: string): name is Algorithm => algorithms.has(name);

/** The bytes a request's signature stands for; undefined when it leaves out what it has to cover. */
export function requestBase(request: RequestHead, { covered, parameters }: Signature): Buffer | undefined {
  if (!covered.request) return undefined;
  for (const name of requestExtras)
    if (request.headers[name] !== undefined && !covered.names.has(name)) return undefined;
  return baseOf(covered.components, (name) => requestValue(request, name), parameters);
}
export const responseBase = (response: ResponseHead, { covered, parameters }: Signature): Buffer | undefined =>
  covered.response ? baseOf(covered.components, (name) => responseValue(response, name), parameters) : undefined;

/** Whether the key signed this base as the signature says. */
export const signatureHolds = (signature: Signature, base: Buffer | undefined, key: KeyObject): boolean =>
  base !== undefined && holdsWith(key, signature.algorithm, base, signature.bytes);

/** Whether the body fits its digest and the key signed what this exchange asks to be signed. */
export function requestHolds(request: SignedRequest, key: KeyObject): boolean {
  const signature = readSignature(request.headers);
  if (!signature || !digestFits(request.headers['content-digest'], request.body)) return false;
  return signatureHolds(signature, requestBase(request, signature), key);
}
export function responseHolds(response: SignedResponse, key: KeyObject): boolean {
  const signature = readSignature(response.headers);
  if (!signature || !digestFits(response.headers['content-digest'], response.body)) return false;
  return signatureHolds(signature, responseBase(response, signature), key);
}
