// SPDX-License-Identifier: Apache-2.0
/** Addresses that others choose: nothing but public hosts, decided before any connection and by what is connected to. */
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Address, checkUrl, isPublicAddress, UrlRefused } from '../src/http/url-guard.ts';

const privateV4 = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
];
const numberOf = (ip: string) => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const hextets = (ip: string) => {
  const n = numberOf(ip);
  return `${Math.floor(n / 65_536).toString(16)}:${(n % 65_536).toString(16)}`;
};
const neverAsked = () => Promise.reject(new Error('no name is to be resolved'));
const refused = (url: string, resolve: (host: string) => Promise<readonly Address[]> = neverAsked) =>
  expect(checkUrl(url, { allow: [], resolve }), url).rejects.toThrow(UrlRefused);

/** Ways to write the same IPv4 address in a URL. */
const spellings: readonly ((ip: string) => string)[] = [
  (ip) => ip,
  (ip) => String(numberOf(ip)),
  (ip) => `0x${numberOf(ip).toString(16)}`,
  (ip) => `0${numberOf(ip).toString(8)}`,
  (ip) =>
    ip
      .split('.')
      .map((part) => `0x${Number(part).toString(16)}`)
      .join('.'),
  (ip) =>
    ip
      .split('.')
      .map((part) => `0${Number(part).toString(8)}`)
      .join('.'),
  (ip) => `${ip.split('.')[0]}.${numberOf(ip) % 2 ** 24}`,
  (ip) => ip.replaceAll('.', '。'),
  (ip) => `${ip}.`,
  (ip) => ip.replace(/\d/g, (digit) => `%3${digit}`),
  (ip) => `[::ffff:${ip}]`,
  (ip) => `[::ffff:${hextets(ip)}]`,
  (ip) => `[0:0:0:0:0:FFFF:${hextets(ip)}]`,
  (ip) => `[::${ip}]`,
  (ip) => `[2002:${hextets(ip)}::1]`,
  (ip) => `[64:ff9b::${hextets(ip)}]`,
  (ip) => `[64:ff9b:1::${hextets(ip)}]`,
  (ip) => `[2001::${hextets(ip)}]`,
];

test('no spelling of a private address is public, and no name is resolved to find out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...privateV4),
      fc.constantFrom(...spellings),
      fc.constantFrom('', ':8443'),
      async (ip, spell, port) => {
        await refused(`https://${spell(ip)}${port}/hook`);
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  '[::]',
  '[::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd12::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[100::1]',
])('the IPv6 address %s is not public', (host) => refused(`https://${host}/`));

test.each([
  'http://203.1.1.1/',
  'ftp://203.1.1.1/',
  'file:///etc/passwd',
  'gopher://203.1.1.1/',
  'data:text/plain,x',
  'https://user@203.1.1.1/',
  'https://user:secret@203.1.1.1/',
  'https://:secret@203.1.1.1/',
  'https://',
  '//203.1.1.1/',
  '/hook',
  '',
])('%s is refused whatever the host', (url) => refused(url));

test('public addresses pass, each for itself', async () => {
  for (const host of ['203.1.1.1', '[2a00:1450::1]']) {
    const { url } = await checkUrl(`https://${host}/hook?x=1`, { allow: [], resolve: neverAsked });
    expect(url.pathname).toBe('/hook');
  }
  expect(isPublicAddress('no address')).toBe(false);
  expect(isPublicAddress('2a00::1%eth0')).toBe(false);
});

test('a name is refused when any of its addresses is private, or when it has none', async () => {
  const open = { address: '203.1.1.1', family: 4 };
  await refused('https://a.example/', async () => [open, { address: '10.0.0.1', family: 4 }]);
  await refused('https://a.example/', async () => [open, { address: '::ffff:7f00:1', family: 6 }]);
  await refused('https://a.example/', async () => []);
  await expect(checkUrl('https://a.example/', { allow: [], resolve: async () => [open] })).resolves.toBeDefined();
});

test('a name that changes its mind is connected to where it was checked', async () => {
  const server = createServer((_request, response) => void response.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  let asked = 0;
  const resolve = async () =>
    asked++ === 0 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '127.0.0.2', family: 4 }];
  const origin = `http://system.department.example:${port}`;
  const { url, lookup } = await checkUrl(`${origin}/events`, { allow: [`${origin}/events`], resolve });
  const said = await new Promise<string>((resolve, reject) => {
    get(url, { lookup, agent: false }, (answer) => answer.setEncoding('utf8').once('data', resolve)).on(
      'error',
      reject,
    );
  });
  expect(said).toBe('here');
  expect(asked).toBe(1);
  server.close();
});

test('the allow-list opens an origin from a path on, and nothing beside it', async () => {
  const allow = ['http://10.0.0.5:8080/hooks'];
  for (const url of ['http://10.0.0.5:8080/hooks', 'http://10.0.0.5:8080/hooks/a?b=c', 'http://0xa.5:8080/hooks/'])
    await expect(checkUrl(url, { allow, resolve: neverAsked })).resolves.toBeDefined();
  for (const url of [
    'http://10.0.0.5/hooks',
    'https://10.0.0.5:8080/hooks',
    'http://10.0.0.6:8080/hooks',
    'http://10.0.0.5:8080/hooks2',
    'http://10.0.0.5:8080/',
    'http://10.0.0.5:8080/hooks/../admin',
    'http://10.0.0.5:8080/hooks/%2e%2e/admin',
    'http://x@10.0.0.5:8080/hooks',
  ])
    await expect(checkUrl(url, { allow, resolve: neverAsked }), url).rejects.toThrow(UrlRefused);
});
