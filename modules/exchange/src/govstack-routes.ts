// SPDX-License-Identifier: Apache-2.0
/** GovStack's configuration management API 1.0.1 on its own paths and statuses, for the operator of the exchange. */
import { audit, isRefusal, type ModuleRuntime, principalOf, rawRoute, refuse, toProblem, type Tx } from '@stoa/kernel';
import { exchangeOf, hubOf } from './exchange.ts';
import {
  allow,
  Configuration,
  deny,
  describeInstance,
  listAllowed,
  RightsFilter,
  ServiceRights,
  updateInstance,
} from './govstack/index.ts';
import { fitting, readJson } from './messages/index.ts';

type Handler = Parameters<typeof rawRoute>[0]['handler'];
type Request = Parameters<Handler>[1];
type Act = (tx: Tx, request: Request, module: ModuleRuntime) => Promise<unknown>;

/** Runs in a transaction of the caller; what is refused because of the request is 400. */
const within =
  (status: number, act: Act): Handler =>
  async (module, request, reply) => {
    try {
      const answer = await module.tx(principalOf(request), (tx) => act(tx, request, module));
      await exchangeOf(module).directory.refresh();
      return reply
        .code(status)
        .type('application/json')
        .send(answer === undefined ? undefined : JSON.stringify(answer));
    } catch (error) {
      if (!isRefusal(error) || !['invalid', 'missing', 'conflict'].includes(error.kind)) throw error;
      const { problem } = toProblem(error, request.id);
      return reply
        .code(400)
        .type('application/problem+json')
        .send(JSON.stringify({ ...problem, status: 400 }));
    }
  };

const changing =
  (action: string, act: Act): Act =>
  async (tx, request, module) => {
    const answer = await act(tx, request, module);
    await audit(tx, { action, object: { type: 'exchange', id: 'configuration' } });
    return answer;
  };

const administer = 'exchange:administer';
const observe = 'exchange:observe';
const config = '/api/v1/config';
const changed = 'exchange.configuration-changed';

export const govstackRoutes = [
  rawRoute({
    method: 'GET',
    path: config,
    summary: 'Members, applications, services and rights, as GovStack describes an instance',
    permission: observe,
    audit: 'none',
    handler: within(200, (tx, _request, module) => describeInstance(tx, module, () => hubOf(module).url)),
  }),
  rawRoute({
    method: 'PATCH',
    path: config,
    summary: 'Register what a GovStack description names and is not there yet',
    permission: administer,
    audit: changed,
    handler: within(
      201,
      changing(changed, async (tx, request) => {
        await updateInstance(tx, readJson(Configuration, request.body as Buffer | undefined));
        return 'The description is applied.';
      }),
    ),
  }),
  rawRoute({
    method: ['POST', 'PUT'],
    path: config,
    summary: 'Begin or replace an instance: refused, since this one stands',
    permission: administer,
    audit: 'none',
    handler: within(201, async () =>
      refuse(
        'conflict',
        'exchange.instance-exists',
        'This instance stands, and its members depend on it. Add to it with PATCH.',
      ),
    ),
  }),
  rawRoute({
    method: 'GET',
    path: '/api/v1/status',
    summary: 'Whether the hub of this process listens',
    permission: observe,
    audit: 'none',
    handler: within(200, async () => undefined),
  }),
  rawRoute({
    method: 'GET',
    path: '/api/v1/rights/allow',
    summary: 'Which applications may call which services',
    permission: observe,
    audit: 'none',
    handler: within(200, (tx, request) => listAllowed(tx, fitting(RightsFilter, request.query))),
  }),
  rawRoute({
    method: 'PATCH',
    path: '/api/v1/rights/allow',
    summary: 'Let applications call services',
    permission: administer,
    audit: 'exchange.right-granted',
    handler: within(
      200,
      changing('exchange.right-granted', (tx, request) =>
        allow(tx, readJson(ServiceRights, request.body as Buffer | undefined)),
      ),
    ),
  }),
  rawRoute({
    method: 'PATCH',
    path: '/api/v1/rights/deny',
    summary: "Take applications' rights to services",
    permission: administer,
    audit: 'exchange.right-withdrawn',
    handler: within(
      200,
      changing('exchange.right-withdrawn', (tx, request) =>
        deny(tx, readJson(ServiceRights, request.body as Buffer | undefined)),
      ),
    ),
  }),
];
