// SPDX-License-Identifier: Apache-2.0
import { getDataset } from '@stoa/labour/contract';
import type { FastifyReply } from 'fastify';
import type { PortalOptions } from './options.ts';

/** `/labour/data/dataset.json`: where catalogues of data look for it, beside the page. A month is closed once a month. */
export async function sendDataset({ call }: PortalOptions, reply: FastifyReply): Promise<FastifyReply> {
  const dataset = await call(getDataset, {}, { principal: { kind: 'anonymous' } });
  return reply
    .type('application/ld+json; charset=utf-8')
    .header('cache-control', 'public, max-age=3600')
    .header('access-control-allow-origin', '*')
    .send(JSON.stringify(dataset));
}
