// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { compilePattern } from '@stoa/kernel';
import { expect, test } from 'vitest';
import {
  faultDocument,
  faultStatus,
  normalisedPath,
  parseServicePath,
  readSignature,
  requestHolds,
  responseHolds,
  signRequest,
  signResponse,
} from '../src/wire/index.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519').publicKey;
const signer = { keyId: 'a'.repeat(64), key: privateKey };
const at = new Date();

const name = fc.stringMatching(/^[A-Za-z0-9'()+,.=_-]{1,20}$/).filter((text) => text !== '.' && text !== '..');
const segment = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((text) => !/[/\\\0%.]/.test(text) && text.isWellFormed());

test('every service path that is put together is read back, parts percent-encoded', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 5, maxLength: 5 }), fc.array(segment, { maxLength: 4 }), (parts, rest) => {
      const target = `/r1/${parts.map(encodeURIComponent).join('/')}${rest.map((part) => `/${encodeURIComponent(part)}`).join('')}`;
      const address = parseServicePath(`${target}?q=1`);
      expect(address?.service).toBe(parts.join('/'));
      expect(normalisedPath(address?.rest ?? '')).toBe(rest.length ? `/${rest.join('/')}` : '/');
    }),
  );
});

test.each(['..', '.', '%2e%2e', '%252e%252e', '%2E%2e', 'a%2fb', 'a%5cb', '%00', '%', '%zz', '..%2f..'])(
  'a segment "%s" is refused in a service path',
  (climb) => {
    expect(parseServicePath(`/r1/XM/GOV/1/SUB/code/${climb}/x`)).toBeUndefined();
  },
);

test('whatever is sent as a path is read or refused, never thrown over', () => {
  fc.assert(
    fc.property(fc.string(), (text) => void parseServicePath(`/r1/${text}`)),
    { numRuns: 2000 },
  );
});

test.each([
  ['/*', '/1', true],
  ['/*', '/1/2', false],
  ['/**', '/1/2', true],
  ['/persons/*', '/persons/1', true],
  ['/persons/*', '/persons', false],
  ['/a.b', '/axb', false],
  ['/(x)+', '/(x)+', true],
])('the pattern %s and the path %s: %s', (pattern, path, covers) => {
  expect(compilePattern(pattern)(path)).toBe(covers);
});

test('a signed request holds, and not after any change of what was signed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('GET', 'POST'),
      fc.webPath(),
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(6),
      (method, path, bytes, change) => {
        const request = {
          method,
          authority: 'hub.example:5500',
          target: path || '/',
          headers: { 'x-road-client': 'XM/GOV/1/A', 'x-road-id': 'id-1' } as Record<string, string>,
          body: Buffer.from(bytes),
        };
        const signed = { ...request, headers: { ...request.headers, ...signRequest(signer, request, at) } };
        expect(requestHolds(signed, publicKey)).toBe(true);
        expect(requestHolds(signed, other)).toBe(false);
        const changes = [
          { ...signed, method: 'PUT' },
          { ...signed, authority: 'other.example' },
          { ...signed, target: `${signed.target}x` },
          { ...signed, body: Buffer.concat([signed.body, Buffer.from('x')]) },
          { ...signed, headers: { ...signed.headers, 'x-road-client': 'XM/GOV/1/B' } },
          { ...signed, headers: { ...signed.headers, 'x-road-userid': 'somebody' } },
          {
            ...signed,
            headers: {
              ...signed.headers,
              'signature-input': (signed.headers['signature-input'] ?? '').replace(/created=\d+/, 'created=1'),
            },
          },
        ];
        expect(requestHolds(changes[change] ?? signed, publicKey)).toBe(false);
      },
    ),
  );
});

test('a signed response holds, and not with another status or id', () => {
  const response = {
    status: 200,
    headers: { 'x-road-id': 'id-1', 'x-road-request-hash': 'h' } as Record<string, string>,
    body: Buffer.from('{}'),
  };
  const signed = { ...response, headers: { ...response.headers, ...signResponse(signer, response, at) } };
  expect(responseHolds(signed, publicKey)).toBe(true);
  expect(responseHolds({ ...signed, status: 404 }, publicKey)).toBe(false);
  expect(responseHolds({ ...signed, headers: { ...signed.headers, 'x-road-id': 'id-2' } }, publicKey)).toBe(false);
});

test('signature headers of another form are read as none', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (input, signature) => {
      expect(readSignature({ 'signature-input': input, signature })).toBeUndefined();
    }),
  );
});

test('a fault is 500 when the server is at fault, escaped in XML, plain in JSON', () => {
  const fault = { type: 'Server.ServerProxy.X', message: '<&>', detail: 'd' };
  expect(faultStatus(fault)).toBe(500);
  expect(faultStatus({ ...fault, type: 'client.x' })).toBe(400);
  expect(faultDocument(fault, 'text/*').body).toContain('&#60;&#38;&#62;');
  expect(JSON.parse(faultDocument(fault, undefined).body)).toEqual(fault);
});

test('a signature over a header that the log does not keep is not taken, since it could not be shown later', () => {
  const headers = { 'x-road-client': 'XM/GOV/1/A', 'x-road-id': '1', 'content-type': 'text/plain' };
  const request = { method: 'GET', authority: 'hub', target: '/r1/a', headers, body: Buffer.alloc(0) };
  const signed = signRequest(signer, request, at);
  expect(readSignature(signed)).toBeDefined();
  const more = signed['signature-input']?.replace('"x-road-id")', '"x-road-id" "content-type")') ?? '';
  expect(more).toContain('"content-type"');
  expect(readSignature({ ...signed, 'signature-input': more })).toBeUndefined();
});
