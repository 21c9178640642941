// SPDX-License-Identifier: Apache-2.0
/** HTTP message signatures (RFC 9421, Ed25519) with content digests (RFC 9530), as connectors and hub use them. */
import { hash, type KeyObject, randomBytes, sign, verify } from 'node:crypto';

export interface SignedRequest {
  readonly method: string;
  /** Path with query, as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface SignedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Signer {
  /** Identifies the certificate whose key signs. */
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** Parameters of a signature as its `Signature-Input` states them. */
export interface SignatureParameters {
  readonly keyId: string;
  readonly createdAt: Date;
  readonly nonce: string;
}

const requestComponents = [
  '@method',
  '@path',
  '@query',
  'content-digest',
  'x-road-client',
  'x-road-id',
  'x-road-issue',
  'x-road-userid',
] as const;
const responseComponents = ['@status', 'content-digest', 'x-road-id', 'x-road-request-hash'] as const;
const label = 'stoa';

export const contentDigest = (body: Buffer): string => `sha-256=:${hash('sha256', body, 'base64')}:`;

const list = (components: readonly string[]) => `(${components.map((name) => `"${name}"`).join(' ')})`;

function requestValue(request: SignedRequest, component: string): string {
  const question = request.target.indexOf('?');
  switch (component) {
    case '@method':
      return request.method;
    case '@path':
      return question < 0 ? request.target : request.target.slice(0, question);
    case '@query':
      return question < 0 ? '?' : request.target.slice(question);
    default:
      return request.headers[component] ?? '';
  }
}

const base = (components: readonly string[], value: (component: string) => string, parameters: string) =>
  Buffer.from(`${components.map((name) => `"${name}": ${value(name)}\n`).join('')}"@signature-params": ${parameters}`);

function signBase(signer: Signer, components: readonly string[], value: (component: string) => string, at: Date) {
  const created = Math.floor(at.getTime() / 1000);
  const nonce = randomBytes(16).toString('base64url');
  const parameters = `${list(components)};created=${created};nonce="${nonce}";keyid="${signer.keyId}";alg="ed25519"`;
  const signature = sign(null, base(components, value, parameters), signer.privateKey).toString('base64');
  return { 'signature-input': `${label}=${parameters}`, signature: `${label}=:${signature}:` };
}

/** Headers to add: digest of the body, signature input and signature. Every header named is covered, absent ones as empty. */
export function signRequest(signer: Signer, request: SignedRequest, at: Date): Record<string, string> {
  const headers = { ...request.headers, 'content-digest': contentDigest(request.body) };
  const signature = signBase(signer, requestComponents, (name) => requestValue({ ...request, headers }, name), at);
  return { 'content-digest': headers['content-digest'], ...signature };
}

export function signResponse(signer: Signer, response: SignedResponse, at: Date): Record<string, string> {
  const headers = { ...response.headers, 'content-digest': contentDigest(response.body) };
  const value = (name: string) =>
    name === '@status' ? String(response.status) : (headers[name as keyof typeof headers] ?? '');
  return { 'content-digest': headers['content-digest'], ...signBase(signer, responseComponents, value, at) };
}

const inputPattern = new RegExp(
  `^${label}=(\\((?:"[a-z@-]+" ?)+\\);created=(\\d{1,12});nonce="([A-Za-z0-9_-]{8,64})";keyid="([\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200})";alg="ed25519")$`,
);

/** What the message's signature claims; undefined when there is none of the form this exchange uses. */
export function readSignature(headers: SignedRequest['headers']): SignatureParameters | undefined {
  const match = inputPattern.exec(headers['signature-input'] ?? '');
  if (!match || !headers.signature) return undefined;
  return { createdAt: new Date(Number(match[2]) * 1000), nonce: match[3] ?? '', keyId: match[4] ?? '' };
}

/** What was signed, byte by byte (RFC 9421 section 2.5), and the signature over it. */
export interface SignatureProof {
  readonly base: Buffer;
  readonly signature: Buffer;
}

function proofOf(
  headers: SignedRequest['headers'],
  components: readonly string[],
  value: (component: string) => string,
): SignatureProof | undefined {
  const parameters = inputPattern.exec(headers['signature-input'] ?? '')?.[1];
  const signature = /^stoa=:([A-Za-z0-9+/=]{80,120}):$/.exec(headers.signature ?? '')?.[1];
  if (!parameters?.startsWith(`${list(components)};`) || !signature) return undefined;
  return { base: base(components, value, parameters), signature: Buffer.from(signature, 'base64') };
}

/** Undefined when the message is not signed over exactly the components this exchange asks for. */
export const requestProof = (request: SignedRequest): SignatureProof | undefined =>
  proofOf(request.headers, requestComponents, (name) => requestValue(request, name));

export const responseProof = ({ status, headers }: SignedResponse): SignatureProof | undefined =>
  proofOf(headers, responseComponents, (name) => (name === '@status' ? String(status) : (headers[name] ?? '')));

const holds = (proof: SignatureProof | undefined, key: KeyObject) =>
  proof !== undefined && verify(null, proof.base, key, proof.signature);

/** Whether the body fits its digest and the key signed exactly the components this exchange asks for. */
export const requestHolds = (request: SignedRequest, key: KeyObject): boolean =>
  request.headers['content-digest'] === contentDigest(request.body) && holds(requestProof(request), key);

export const responseHolds = (response: SignedResponse, key: KeyObject): boolean =>
  response.headers['content-digest'] === contentDigest(response.body) && holds(responseProof(response), key);
