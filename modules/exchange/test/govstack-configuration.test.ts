// SPDX-License-Identifier: Apache-2.0
/** GovStack's configuration management on the platform, with answers held against its document's schemas. */
import { complaints } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import type { TSchema } from 'typebox';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import exchange from '../src/index.ts';
import { clientId, providerId, startMailbox } from './direct-mailbox.ts';
import { allowed, configuration } from './govstack-schemas.ts';

const { b } = await startMailbox();
const system = { kind: 'system' } as const;
await b.call(contract.publishService, { subsystemId: providerId, code: 'things', name: { en: 'Things' } }, system);
const operator = b.http(b.person({ duties: ['platform.operator'] }));
const fits = (schema: object, body: unknown) => expect(complaints(schema as TSchema, body)).toEqual([]);
const rightTo = (applicationId: string, serviceId = 'things') => [
  {
    memberClass: 'GOV',
    memberCode: '2',
    applicationId: 'ANSWERS',
    serviceId,
    rights: [{ memberClass: 'GOV', memberCode: '1', applicationId }],
  },
];
const mayCall = (consumer: string, target = `${providerId}/things`) => {
  const { rights } = exchangeOf(b.module).directory;
  return rights.of(consumer, target, b.clock.now()).length > 0;
};

test('an application is allowed and denied, listed meanwhile', async () => {
  expect((await operator.patch('/api/v1/rights/allow', rightTo('ASKS'))).status).toBe(200);
  expect(mayCall(clientId)).toBe(true);
  const listed = await operator.get('/api/v1/rights/allow?applicationId=ANSWERS');
  fits(allowed, listed.body);
  expect(listed.body).toEqual({
    allowList: [
      {
        memberClass: 'GOV',
        memberCode: '2',
        applicationId: 'ANSWERS',
        serviceId: 'things',
        rights: [{ memberClass: 'GOV', memberCode: '1', applicationId: 'ASKS', member: 'Test', application: 'ASKS' }],
      },
    ],
  });
  expect((await operator.get('/api/v1/rights/allow?serviceId=none')).body).toEqual({ allowList: [] });
  expect((await operator.patch('/api/v1/rights/deny', rightTo('ASKS'))).status).toBe(200);
  expect(mayCall(clientId)).toBe(false);
});

test('an instance is described, and what a description adds is registered without touching the rest', async () => {
  const added = {
    domain: 'sandbox.example',
    instance: 'XM',
    members: [
      {
        name: 'City',
        class: 'COM',
        code: '7',
        applications: [
          {
            id: 'Desk',
            services: [
              {
                id: 'visits',
                specUrl: 'https://spec.example/a.json',
                serviceUrl: 'http://desk.internal/',
                rights: [{ member: 'Test', application: 'ASKS' }],
              },
            ],
          },
        ],
      },
      { name: 'Another name', class: 'GOV', code: '1', applications: [{ id: 'ASKS' }] },
    ],
  };
  const answer = await operator.patch('/api/v1/config', added);
  expect(answer.status).toBe(201);
  expect(mayCall(clientId, 'XM/COM/7/Desk/visits')).toBe(true);
  const { body, status } = await operator.get('/api/v1/config');
  expect(status).toBe(200);
  fits(configuration, body);
  const described = body as { domain: string; instance: string; members: { name: string; code: string }[] };
  expect(described).toMatchObject({ domain: expect.any(String), instance: 'XM' });
  expect(described.members).toContainEqual({
    name: 'City',
    class: 'COM',
    code: '7',
    applications: [
      {
        id: 'Desk',
        connection: 'https',
        services: [
          {
            id: 'visits',
            specUrl: expect.stringMatching(/^https:.*\/r1\/XM\/COM\/7\/Desk\/getOpenAPI\?serviceCode=visits$/),
            serviceUrl: expect.stringMatching(/^https:.*\/r1\/XM\/COM\/7\/Desk\/visits$/),
            rights: [{ member: 'Test', application: 'ASKS' }],
          },
        ],
      },
    ],
  });
  expect(described.members.find(({ code }) => code === '1')?.name).toBe('Test');
});

test('pages of rights follow one another', async () => {
  await operator.patch('/api/v1/rights/allow', rightTo('ASKS'));
  const first = (await operator.get('/api/v1/rights/allow?pageSize=1')).body as {
    nextPageToken: string;
    allowList: { serviceId: string }[];
  };
  const second = (await operator.get(`/api/v1/rights/allow?pageSize=1&nextPageToken=${first.nextPageToken}`))
    .body as typeof first;
  expect([...first.allowList, ...second.allowList].map(({ serviceId }) => serviceId)).toEqual(['visits', 'things']);
  expect(second.nextPageToken).toBeUndefined();
  for (const token of ['nonsense', 'bm9uc2Vuc2U', `${first.nextPageToken}x`])
    expect(await operator.get(`/api/v1/rights/allow?nextPageToken=${token}`)).toMatchObject({
      status: 400,
      body: { code: 'kernel.input-invalid' },
    });
});

test('the status is well while the hub listens', async () => {
  expect((await operator.get('/api/v1/status')).status).toBe(200);
});

const nested = (levels: number): unknown[] => (levels === 0 ? [] : [nested(levels - 1)]);
test.each([
  ['another instance', 'PATCH', '/api/v1/config', { domain: 'x', instance: 'ZZ' }, 'exchange.instance-other'],
  ['a new instance', 'POST', '/api/v1/config', { domain: 'x', instance: 'XM' }, 'exchange.instance-exists'],
  ['replacing the instance', 'PUT', '/api/v1/config', { domain: 'x', instance: 'XM' }, 'exchange.instance-exists'],
  ['a description without an instance', 'PATCH', '/api/v1/config', { domain: 'x' }, 'exchange.message-invalid'],
  ['an unknown service', 'PATCH', '/api/v1/rights/allow', rightTo('ASKS', 'none'), 'exchange.target-unknown'],
  ['an unknown application', 'PATCH', '/api/v1/rights/allow', rightTo('NOBODY'), 'exchange.subsystem-unknown'],
  ['what is nested too deep', 'PATCH', '/api/v1/rights/allow', { deep: nested(300) }, 'exchange.text-malformed'],
  ['text that is none', 'PATCH', '/api/v1/rights/allow', rightTo('A\u0000'), 'exchange.text-malformed'],
] as const)('%s is refused with 400', async (_what, method, path, body, code) => {
  const send = { PATCH: operator.patch, POST: operator.post, PUT: operator.put }[method];
  expect(await send(path, body)).toMatchObject({ status: 400, body: { code } });
});

test('a right that comes from a group cannot be denied to one of its members', async () => {
  const { id: groupId } = await b.call(
    contract.defineGroup,
    { code: 'all', name: { en: 'All' }, members: [clientId] },
    system,
  );
  await b.call(contract.grantRight, { groupId, target: `${providerId}/things`, purpose: 'Testing' }, system);
  expect(await operator.patch('/api/v1/rights/deny', rightTo('ASKS'))).toMatchObject({
    status: 400,
    body: { code: 'exchange.right-by-group' },
  });
});

test('who is not an operator sees and changes nothing', async () => {
  const nobody = b.http(b.person({}));
  expect((await nobody.get('/api/v1/config')).status).toBe(403);
  expect((await nobody.patch('/api/v1/rights/deny', rightTo('ASKS'))).status).toBe(403);
  expect((await b.http().get('/api/v1/config')).status).toBe(401);
});

test('an exchange without members is no instance yet', async () => {
  const empty = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
  const http = empty.http(empty.person({ duties: ['platform.operator'] }));
  expect(await http.get('/api/v1/config')).toMatchObject({ status: 400, body: { code: 'exchange.instance-empty' } });
});
