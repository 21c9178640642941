// SPDX-License-Identifier: Apache-2.0
/** A hub that listens on every address is reached by its name, which is in its certificate and its address. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { hubOf } from '../src/exchange.ts';
import exchange from '../src/index.ts';

test('connectors are told the name of the hub, not the address it listens on, and its certificate is of that name', async () => {
  const b = await benchWith(
    { STOA_HUB_PORT: '0', STOA_HUB_HOST: '0.0.0.0', STOA_HUB_NAME: 'hub-1.stoa.example' },
    exchange,
  );
  const { url } = hubOf(b.module);
  expect(url).toMatch(/^https:\/\/hub-1\.stoa\.example:\d+$/);
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  expect(new X509Certificate(raw).checkHost('hub-1.stoa.example')).toBe('hub-1.stoa.example');
  expect(await b.sql('select url from exchange.hub')).toEqual([{ url }]);
});

test('a name with a port or an address stops the start', async () => {
  const named = benchWith({ STOA_HUB_PORT: '0', STOA_HUB_NAME: 'https://hub.example:5500' }, exchange);
  await expect(named).rejects.toThrow(/STOA_HUB_NAME must be the name of a host/);
});
