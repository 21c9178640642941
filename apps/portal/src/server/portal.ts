// SPDX-License-Identifier: Apache-2.0
import { pathToFileURL } from 'node:url';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { PageData, Rendered } from '../app/page-data.ts';
import { pages } from '../areas/pages.ts';
import { ensureBuilt } from './build.ts';
import { copyPath, sendCopy } from './copy.ts';
import { sendDataset } from './dataset.ts';
import { sendFeed } from './feed.ts';
import { mostFields } from './form-body.ts';
import { documentWriter } from './document.ts';
import type { PortalOptions } from './options.ts';
import { parcelPath, sendParcel } from './parcel.ts';
import { pageUnknown } from './problem.ts';
import { Site } from './site.ts';

/** Shows what was pushed, and opens where it leads: a page of this platform alone. */
const pushWorker = `self.addEventListener('push', (event) => {
  const { body = '', url = '/cabinet/inbox' } = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(self.location.host, { body, data: { url } }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const target = new URL(event.notification.data.url, self.location.origin);
  if (target.origin === self.location.origin) event.waitUntil(self.clients.openWindow(target.href));
});
`;
const emblem =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#12485a"/><path fill="#fff" d="M16 5 5 11v2h22v-2zM7 15h3v8H7zm5 0h3v8h-3zm5 0h3v8h-3zm5 0h3v8h-3zM5 25h22v2H5z"/></svg>';

/** Serves all pages of Stoa. Register it on the application that serves `/api`; it claims every other path. */
export async function portal(app: FastifyInstance, options: PortalOptions): Promise<void> {
  const bundles = await ensureBuilt();
  const { render } = (await import(pathToFileURL(bundles.server).href)) as {
    render(data: PageData): Promise<Rendered>;
  };
  const site = new Site(app, options, render, documentWriter(bundles));
  await app.register(async (own) => {
    await own.register(formbody, { bodyLimit: 256 * 1024 });
    await own.register(multipart, { limits: { fileSize: 10 * 1024 * 1024, files: 5, fields: mostFields } });
    await own.register(fastifyStatic, {
      root: bundles.assets,
      prefix: '/assets/',
      decorateReply: false,
      preCompressed: true,
      immutable: true,
      maxAge: '1y',
    });
    own.setErrorHandler((error, request, reply) => site.fail(request, reply, error));
    own.get('/assets/emblem.svg', (_request, reply) => reply.type('image/svg+xml').send(emblem));
    own.get('/push-worker.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(pushWorker));
    own.get(copyPath, { config: options.limit?.(10) ?? {} }, (request, reply) => sendCopy(options, request, reply));
    own.get(parcelPath, { config: options.limit?.(30) ?? {} }, (request, reply) => sendParcel(options, request, reply));
    for (const form of ['atom', 'json'] as const)
      own.get(`/status/feed.${form}`, { config: options.limit?.(120) ?? {} }, (request, reply) =>
        sendFeed(options, form, request, reply),
      );
    own.get('/labour/data/dataset.json', { config: options.limit?.(120) ?? {} }, (_, reply) =>
      sendDataset(options, reply),
    );
    for (const page of pages) {
      const config = { config: options.limit?.(page.limit) ?? {} };
      own.get(page.path, config, (request, reply) => site.show(page, request, reply));
      if (page.act) own.post(page.path, config, (request, reply) => site.act(page, request, reply));
    }
    own.get('/*', (request, reply) => {
      if (request.url.startsWith('/api/')) return reply.callNotFound();
      return site.fail(request, reply, pageUnknown());
    });
  });
}
