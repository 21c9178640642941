// SPDX-License-Identifier: Apache-2.0
/** What production refuses: each danger alone, and the start that ends with a line for each. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@stoa/kernel';
import { patient } from '@stoa/kernel/patience';
import { afterAll, describe, expect, it, test } from 'vitest';
import { rememberWithoutDemo } from '../src/demo/leave.ts';
import { dangers } from '../src/safety/dangers.ts';
import { type Asked, dangersOf, demandSafe } from '../src/safety/index.ts';

const folder = await mkdtemp(join(tmpdir(), 'stoa-safety-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
type Env = Record<string, string | undefined>;

const secret = 's'.repeat(32);
/** An installation that nothing is said against. */
const safe: Env = {
  STOA_ENV: 'production',
  STOA_DATA: join(folder, 'data'),
  STOA_DEMO: '0',
  STOA_COUNTRY: '/srv/pack.ts',
  DATABASE_URL: 'postgres://stoa:password@database.example/stoa?sslmode=verify-full',
  AMQP_URL: 'amqps://stoa:password@broker.example',
  STOA_PUBLIC_URL: 'https://stoa.example',
  STOA_TSA_URL: 'http://stamps.example',
  STOA_METRICS_TOKEN: secret,
  STOA_SMTP_URL: 'smtp://stoa:password@mail.example?requireTLS=true',
  STOA_BANK_URL: 'https://bank.example',
  STOA_MAILBOXES: '{"ONE":{"host":"imap.example","user":"one","password":"password"}}',
  STOA_OIDC_CLIENTS: '[{"client_id":"bank","redirect_uris":["https://bank.example/cb","http://127.0.0.1:1/cb"]}]',
};
const asked = (env: Env = {}, how: Partial<Asked> = {}): Asked => ({
  config: readConfig({ ...safe, ...env }, ['identity', 'quality']),
  uid: 1000,
  nodeOptions: '',
  ...how,
});
const codesOf = async (one: Asked) => (await dangersOf(one)).map(({ danger }) => danger.code);
const withData = async (name: string, make: (data: string) => Promise<unknown>): Promise<Env> => {
  const data = join(folder, name);
  await mkdir(data, { recursive: true });
  await make(data);
  return { STOA_DATA: data };
};
const openKeys = (data: string) =>
  mkdir(join(data, 'keys')).then(async () => {
    await writeFile(join(data, 'keys', 'ledger.ed25519.pem'), 'key', { mode: 0o644 });
    await chmod(join(data, 'keys'), 0o755);
  });

type Change = Env | (() => Promise<Env>);
const listed: readonly (readonly [code: string, change: Change, how?: Partial<Asked>])[] = [
  ['demo-on', { STOA_DEMO: '1' }],
  ['demo-on', { STOA_DEMO: undefined }],
  ['demo-on-network', { STOA_DEMO_ON_NETWORK: 'everybody-may-sign-in' }],
  ['demo-data', () => withData('demo', (data) => writeFile(join(data, 'demo.json'), '{}'))],
  ['demo-country', { STOA_COUNTRY: undefined }],
  ['embedded-database', { DATABASE_URL: undefined, STOA_ARCHIVE: join(folder, 'archive') }],
  ['no-archive', { DATABASE_URL: undefined, STOA_ACCEPTED_RISKS: 'embedded-database' }],
  ['archive-beside-data', { STOA_ARCHIVE: join(folder, 'data', 'archive') }],
  ['database-in-clear', { DATABASE_URL: 'postgres://stoa:password@database.example/stoa' }],
  ['database-in-clear', { DATABASE_URL: 'postgres://stoa:password@10.0.0.4/stoa?sslmode=require' }],
  ['broker-in-clear', { AMQP_URL: 'amqp://stoa:password@broker.example' }],
  ['broker-guest', { AMQP_URL: 'amqps://guest:guest@broker.example' }],
  ['broker-guest', { AMQP_URL: 'amqps://broker.example' }],
  ['public-address', { STOA_PUBLIC_URL: undefined }],
  ['public-address', { STOA_PUBLIC_URL: 'http://stoa.example' }],
  ['open-to-network', { HOST: '0.0.0.0' }],
  ['proxies-of-anybody', { HOST: '0.0.0.0', STOA_TRUSTED_PROXIES: '0.0.0.0/0' }],
  ['proxies-of-anybody', { STOA_TRUSTED_PROXIES: '10.1.2.3,::/0' }],
  ['peers-in-clear', { STOA_MODULES: 'identity', STOA_PEERS: 'quality=http://quality.example:8080' }],
  ['addresses-in-clear', { STOA_BANK_URL: 'http://bank.example' }],
  ['addresses-in-clear', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' }],
  ['addresses-in-clear', { STOA_SMTP_URL: 'smtp://stoa:password@mail.example' }],
  ['addresses-in-clear', { STOA_MAILBOXES: '{"ONE":{"host":"imap.example","user":"o","password":"p","tls":false}}' }],
  ['addresses-in-clear', { STOA_BOUNCE_MAILBOX: '{"host":"imap.example","user":"o","password":"p","tls":false}' }],
  ['addresses-in-clear', { STOA_SMS_PROVIDERS: '[{"id":"one","kind":"smpp","url":"smpp://a:b@sms.example:2775"}]' }],
  ['addresses-in-clear', { STOA_CHANCERY_CONNECTORS: '{"ONE":{"url":"http://connector.example","token":"t"}}' }],
  ['clients-in-clear', { STOA_OIDC_CLIENTS: '[{"client_id":"bank","redirect_uris":["http://bank.example/cb"]}]' }],
  ['keys-for-others', () => withData('open', openKeys)],
  ['short-secrets', { STOA_METRICS_TOKEN: 'short' }],
  ['no-limits', { STOA_RATE_LIMIT: '0' }],
  ['no-limits', { STOA_RATE_LIMIT: '1000000' }],
  ['log-level', { STOA_LOG: 'debug' }],
  ['log-level', { STOA_LOG: 'silent' }],
  ['late-checkpoints', { STOA_CHECKPOINT_SECONDS: '3600' }],
  ['no-time-stamps', { STOA_TSA_URL: undefined }],
  ['few-answers', { STOA_MINIMUM_ANSWERS: '1' }],
  ['few-answers', { STOA_BLIND_BATCH: '2' }],
  ['clear-columns', { STOA_CLEAR_COLUMNS: 'keep' }],
  ['tls-unchecked', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ['debugger', {}, { nodeOptions: '--max-old-space-size=4096 --inspect=0.0.0.0:9229' }],
  ['root', {}, { uid: 0 }],
];
const rows = listed.map(([code, change, how = {}]) => ({ code, change, how }));

describe('production', () => {
  it('says nothing against an installation that is safe, and every danger of the list has a case below', async () => {
    expect(await codesOf(asked())).toEqual([]);
    await expect(demandSafe(asked())).resolves.toBeUndefined();
    expect([...new Set(rows.map(({ code }) => code))].sort()).toEqual(dangers.map(({ code }) => code).sort());
  });

  it.each(rows)('refuses $code in one line: $change', async ({ code, change, how }) => {
    const one = asked(typeof change === 'function' ? await change() : change, how);
    const found = (await dangersOf(one)).filter(({ accepted }) => !accepted);
    expect(found.map(({ danger }) => danger.code)).toEqual([code]);
    const refusal = await demandSafe(one).then(
      () => 'it starts',
      (error: Error) => error.message,
    );
    expect(refusal.split('\n').filter((line) => line.startsWith(`  ${code}: `))).toHaveLength(1);
    expect(refusal).toContain(found[0]?.danger.mend);
    expect(refusal).not.toContain('password@');
  });

  it('starts with what is accepted in words, where something that it cannot see may protect it', async () => {
    for (const { code, change, how } of rows) {
      const env = typeof change === 'function' ? {} : change;
      const { acceptable } = dangers.find((one) => one.code === code) ?? { acceptable: false };
      const accepting = { ...env, STOA_ACCEPTED_RISKS: [env.STOA_ACCEPTED_RISKS, code].filter(Boolean).join(',') };
      const starts = demandSafe(asked(accepting, how));
      const ended = await starts.then(
        () => 'starts',
        (error: Error) => error.message,
      );
      expect([code, ended]).toEqual([code, acceptable ? 'starts' : expect.stringContaining('is none of')]);
    }
    await expect(demandSafe(asked({ STOA_ACCEPTED_RISKS: 'no-such-risk' }))).rejects.toThrow(/no-such-risk/);
  });

  it('refuses nothing where it is not asked for, and does not take a mistyped word for no word', async () => {
    await expect(demandSafe(asked({ STOA_ENV: undefined, STOA_DEMO: '1' }))).resolves.toBeUndefined();
    expect(() => asked({ STOA_ENV: 'prod' })).toThrow(/STOA_ENV must be one of/);
  });

  it('leaves keys in a folder that is closed to others, and a folder that was used without the demo, alone', async () => {
    const closed = await withData('closed', async (data) => {
      await openKeys(data);
      await chmod(join(data, 'keys'), 0o700);
    });
    expect(await codesOf(asked(closed))).toEqual([]);
    await rememberWithoutDemo(asked(closed).config);
    expect(await codesOf(asked({ ...closed, STOA_DEMO: undefined }))).toEqual([]);
  });
});

test('the guide says of each danger whether it may be accepted', async () => {
  const guide = await readFile(new URL('../../../docs/guides/operate.md', import.meta.url), 'utf8');
  const section = guide.slice(guide.indexOf('## Production'), guide.indexOf('## The doctor'));
  const rows = [...section.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|.*\| (yes|no) \|$/gm)];
  const listed = rows.flatMap(([, codes = '', may]) =>
    [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code]) => [code, may === 'yes']),
  );
  expect(listed.sort()).toEqual(dangers.map(({ code, acceptable }) => [code, acceptable]).sort());
});

test('the start ends with a line for each danger, before it makes or starts anything', async () => {
  const data = join(folder, 'never');
  const env = {
    PATH: process.env.PATH,
    STOA_ENV: 'production',
    STOA_DATA: data,
    STOA_PUBLIC_URL: 'http://stoa.example',
  };
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const { code, text } = await new Promise<{ code: number; text: string }>((resolve) => {
    execFile(process.execPath, [main, 'start'], { env, timeout: patient(60_000) }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), text: out + err }),
    );
  });
  expect(code).toBe(1);
  for (const expected of ['demo-on', 'embedded-database', 'no-archive', 'public-address', 'no-time-stamps'])
    expect(text).toMatch(new RegExp(`^  ${expected}: .*\\. .+$`, 'm'));
  expect(text).not.toContain('    at ');
  await expect(chmod(data, 0o700)).rejects.toThrow(/ENOENT/);
});
