// SPDX-License-Identifier: Apache-2.0
/** Bytes that no connector sends, over raw TLS: one refusal each, its code stable, its trace in the log. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { exchangeBytes, service, startHostileWorld, write } from './world.ts';

const { b, enrol, refusals } = await startHostileWorld();
const me = await enrol();
const target = `/r1/${service}/x`;
let number = 0;
const id = () => `corpus-${number++}`;

/** What a connection of its own answers to the bytes, and whether that is all it ever says. */
async function send(bytes: Buffer | string) {
  const socket = await me.open();
  const answer = await exchangeBytes(socket, Buffer.from(bytes as string, 'latin1'));
  if (answer.code === 'client.malformed_request') await once(socket, 'close');
  const rest = answer.rest();
  socket.destroy();
  return { ...answer, rest };
}
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
const host = `Host: ${me.host}`;
const smuggled = `GET /directory/hubs HTTP/1.1\r\n${host}\r\n\r\n`;

test.each([
  [
    'CL.TE',
    lines(`POST ${target} HTTP/1.1`, host, 'Content-Length: 4', 'Transfer-Encoding: chunked') + `0\r\n\r\n${smuggled}`,
  ],
  [
    'TE.CL',
    lines(`POST ${target} HTTP/1.1`, host, 'Transfer-Encoding: chunked', 'Content-Length: 4') +
      `5c\r\n${smuggled}\r\n0\r\n\r\n`,
  ],
  [
    'TE.TE',
    lines(`POST ${target} HTTP/1.1`, host, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity') +
      `0\r\n\r\n${smuggled}`,
  ],
  ['two lengths', lines(`POST ${target} HTTP/1.1`, host, 'Content-Length: 0', 'Content-Length: 4') + smuggled],
  ['a list of lengths', lines(`POST ${target} HTTP/1.1`, host, 'Content-Length: 0, 4') + smuggled],
  ['a signed length', lines(`POST ${target} HTTP/1.1`, host, 'Content-Length: +0') + smuggled],
  ['a space before the colon', lines(`POST ${target} HTTP/1.1`, host, 'Content-Length : 4') + smuggled],
  ['bare LF after the first line', `GET ${target} HTTP/1.1\n${host}\r\n\r\n${smuggled}`],
  ['bare LF between headers', `GET ${target} HTTP/1.1\r\n${host}\nX: y\r\n\r\n${smuggled}`],
  ['bare CR in a header', lines(`GET ${target} HTTP/1.1`, host, 'X: a\rContent-Length: 4') + smuggled],
  ['NUL in a header', lines(`GET ${target} HTTP/1.1`, host, 'X: a\0b')],
  ['a chunk size with a sign', lines(`POST ${target} HTTP/1.1`, host, 'Transfer-Encoding: chunked') + '-1\r\n'],
  [
    'a chunk size too large',
    lines(`POST ${target} HTTP/1.1`, host, 'Transfer-Encoding: chunked') + 'ffffffffffffffffff\r\n',
  ],
  ['an unknown method', lines(`FROB ${target} HTTP/1.1`, host)],
  ['a space in the path', lines(`GET ${target} x HTTP/1.1`, host)],
  ['no version', lines(`GET ${target}`, host)],
  ['HTTP/3.7', lines(`GET ${target} HTTP/3.7`, host)],
  ['no host', lines(`GET ${target} HTTP/1.1`, 'X: y')],
  ['TLS inside TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['a head over the limit', lines(`GET ${target} HTTP/1.1`, host, `X: ${'x'.repeat(40_000)}`)],
])('%s: one answer, no second request, a trace', async (_name, bytes) => {
  const before = (await refusals()).length;
  const answer = await send(bytes);
  expect([answer.status, answer.rest]).toEqual([400, '']);
  expect(answer.code).toMatch(/^client\.[a-z_]+$/);
  expect((await refusals()).slice(before)).toEqual([answer.code]);
});

const absolute = `https://${me.host}${target}`;
/** UTF-8 as it arrives: a character for each byte. */
const garbled = Buffer.from('дело').toString('latin1');
const signedHead = () => me.sign('GET', target, id());
const folded = (head: Record<string, string>) =>
  write('GET', target, { ...head, 'x-road-issue': 'a' })
    .toString('latin1')
    .replace('x-road-issue: a', 'x-road-issue: a\r\n b');
const twice = (name: string, value: string) => {
  const head = signedHead();
  return write('GET', target, head).toString('latin1').replace('\r\n\r\n', `\r\n${name}: ${value}\r\n\r\n`);
};

test.each<[string, () => string | Buffer, string]>([
  ['a folded header', () => folded(signedHead()), 'client.(malformed_request|invalid_signature)'],
  ['a second client', () => twice('X-Road-Client', 'XM/GOV/9/EVIL'), 'client.client_mismatch'],
  ['a second id', () => twice('X-Road-Id', 'other'), 'client.invalid_signature'],
  ['a second digest', () => twice('Content-Digest', 'sha-256=:AAAA:'), 'client.invalid_signature'],
  ['a second signature input', () => twice('Signature-Input', 'stoa=()'), 'client.signature_missing'],
  ['two signatures in one header', () => write('GET', target, wrapped(signedHead())), 'client.signature_missing'],
  ['a signature under another label', () => write('GET', target, relabelled(signedHead())), 'client.signature_missing'],
  ['an unsigned user id', () => twice('X-Road-UserId', 'EE1'), 'client.invalid_signature'],
  ['an unsigned purpose', () => twice('X-Stoa-Purpose', 'audit'), 'client.invalid_signature'],
  ['an unsigned represented party', () => twice('X-Road-Represented-Party', 'a'), 'client.invalid_signature'],
  ['the signature of another path', () => write('GET', `${target}/y`, signedHead()), 'client.invalid_signature'],
  [
    'the signature of another host',
    () => write('GET', target, { ...signedHead(), host: 'evil:1' }),
    'client.invalid_signature',
  ],
  [
    'a body that does not fit its digest',
    () => write('POST', target, me.sign('POST', target, id(), 'a'), 'b'),
    'client.invalid_signature',
  ],
  [
    'an absolute target',
    () => write('GET', absolute, me.sign('GET', absolute, id())),
    'client.invalid_(service_path|signature)',
  ],
  [
    'a signed issue in other characters than ASCII',
    () => write('GET', target, me.sign('GET', target, id(), '', b.clock.now(), { 'x-road-issue': garbled })),
    'client.invalid_header',
  ],
  ['an unknown key', () => write('GET', target, withKey(signedHead(), 'f'.repeat(64))), 'client.unknown_key'],
  ['a session that is none', () => write('GET', target, asSession(signedHead())), 'client.session_unknown'],
  [
    'an upgrade to something else',
    () => write('GET', target, { ...signedHead(), connection: 'Upgrade', upgrade: 'h2c' }),
    'client.invalid_service_path',
  ],
])('%s is refused, and the log tells so', async (_name, bytes, code) => {
  const before = (await refusals()).length;
  const answer = await send(bytes());
  expect(answer.status).toBe(400);
  expect(answer.code).toMatch(new RegExp(`^${code}$`));
  expect((await refusals()).slice(before)).toEqual([answer.code]);
});

const wrapped = (head: Record<string, string>) => ({
  ...head,
  'signature-input': `evil=("@method");created=1;nonce="a";keyid="b";alg="ed25519", ${head['signature-input']}`,
  signature: `evil=:AAAA:, ${head.signature}`,
});
const relabelled = (head: Record<string, string>) => ({
  ...head,
  signature: (head.signature ?? '').replace('stoa', 'evil'),
});
const withKey = (head: Record<string, string>, key: string) => ({
  ...head,
  'signature-input': (head['signature-input'] ?? '').replace(/keyid="[^"]+"/, `keyid="${key}"`),
});
const asSession = (head: Record<string, string>) => ({
  ...head,
  'signature-input': (head['signature-input'] ?? '').replace('alg="ed25519"', 'alg="hmac-sha256"'),
});

test.each([
  '..',
  '%2e%2e',
  '.%2e',
  '%252e%252e',
  '%25252e%25252e',
  '..;',
  '..%3b',
  '%2f..',
  'a%2f..%2fb',
  '%5c..',
  '..%00',
  '%00',
  '%zz',
  '%c0%ae%c0%ae',
])('a path with %s does not climb', async (segment) => {
  const path = `/r1/${service}/${segment}/x`;
  const answer = await send(write('GET', path, me.sign('GET', path, id())));
  expect([answer.status, answer.code]).toEqual([400, 'client.invalid_service_path']);
});

// With its right in order, a message gets as far as the provider, of which no connector is here.
const good = 'server.serverproxy.service_unavailable';
test.each([
  [-86_400, 'client.clock_skew'],
  [-120, 'client.clock_skew'],
  [-10, good],
  [9, good],
  [120, 'client.clock_skew'],
  [86_400, 'client.clock_skew'],
])('a signature %i s off the clock', async (seconds, code) => {
  const at = new Date(b.clock.now().getTime() + seconds * 1000);
  const early = seconds < 0 && seconds > -60;
  // A hub that started a moment ago cannot know what it saw before.
  const accepted = early ? [good, 'client.clock_skew'] : [code];
  expect(accepted).toContain((await send(write('GET', target, me.sign('GET', target, id(), '', at)))).code);
});

test('a message is taken once', async () => {
  const bytes = write('GET', target, me.sign('GET', target, id()));
  expect([(await send(bytes)).code, (await send(bytes)).code]).toEqual([good, 'client.replayed']);
});

test('expired and revoked certificates shut out, open connections too', async () => {
  const [expired, revoked, signer] = [await enrol(), await enrol(), await enrol()];
  const code = async (who: typeof me, socket: Awaited<ReturnType<typeof me.open>>) => {
    const answer = await exchangeBytes(socket, write('GET', target, who.sign('GET', target, id())));
    answer.rest();
    return answer.code;
  };
  const lines = [await expired.open(), await revoked.open(), await signer.open()] as const;
  await expect.poll(() => code(signer, lines[2])).toBe(good);
  await b.sql(`update certificate set valid_until = now() - interval '1 day' where key_id = '${expired.tlsKeyId}'`);
  await b.sql(`update certificate set revoked_at = now() where key_id = '${revoked.tlsKeyId}'`);
  await b.sql(`update certificate set revoked_at = now() where key_id = '${signer.signingKeyId}'`);
  await expect.poll(() => code(expired, lines[0])).toBe('client.certificate_not_valid');
  await expect.poll(() => code(revoked, lines[1])).toBe('client.certificate_not_valid');
  await expect.poll(() => code(signer, lines[2])).toBe('client.unknown_key');
});
