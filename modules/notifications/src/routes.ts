// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, type ModuleRuntime, rawRoute } from '@stoa/kernel';
import * as software from './api/software.ts';
import { listSenders, setSender } from './api/senders.ts';
import { countCampaign, enterDemoMessages, notifyMany } from './bulk.ts';
import { takeBounce } from './bounces/bounces.ts';
import { takeGatewayReceipt } from './channels/sms-gateway.ts';
import * as contract from './contract.ts';
import { listInbox, markRead, notify, notifyFromTemplate } from './inbox.ts';
import { batchFile, handOverBatch, listBatches, makeBatch } from './letters/batches.ts';
import * as reports from './reports/reports.ts';
import * as preferences from './routing/preferences.ts';
import { smsSettings } from './sending/providers.ts';
import { liftSuppression, listSuppressions } from './suppressions/suppressions.ts';
import * as templates from './templates/templates.ts';

const bytesOf = (body: unknown) => (body as Buffer | undefined) ?? Buffer.alloc(0);

export const routes = [
  handle(contract.notify, notify),
  handle(contract.notifyFromTemplate, notifyFromTemplate),
  handle(contract.listInbox, listInbox),
  handle(contract.markRead, (tx, { id }) => markRead(tx, id)),

  handle(contract.listTemplates, templates.listTemplates),
  handle(contract.getTemplate, templates.getTemplate),
  handle(contract.saveTemplate, (tx, { code, content }) => templates.saveTemplate(tx, code, content)),
  handle(contract.publishTemplate, (tx, { code, digest }) => templates.publishTemplate(tx, code, digest)),
  handle(contract.previewTemplate, templates.previewTemplate),
  handleOutsideTx(contract.testTemplate, templates.testTemplate),

  handle(contract.listDeliveries, reports.listDeliveries),
  handle(contract.getDelivery, (tx, { id }) => reports.getDelivery(tx, id)),
  handle(contract.getFigures, reports.getFigures),
  handle(contract.listProviders, reports.listProviders),
  handle(contract.pauseProvider, (tx, { id, paused }) => reports.pauseProvider(tx, id, paused)),
  handle(contract.listSuppressions, listSuppressions),
  handle(contract.liftSuppression, (tx, { id }) => liftSuppression(tx, id)),
  handleOutsideTx(contract.takeBounce, async (module, { message }) => ({
    outcome: await takeBounce(module, Buffer.from(message, 'base64')),
  })),
  handle(contract.listBatches, listBatches),
  handleOutsideTx(contract.makeBatch, makeBatch),
  handle(contract.handOverBatch, (tx, { id }) => handOverBatch(tx, id)),
  rawRoute({
    method: 'GET',
    path: '/api/notifications/batches/:id/file',
    summary: 'The file of letters to print',
    permission: 'notifications:operate',
    audit: 'none',
    handler: async (module, request, reply) => {
      const { id } = request.params as { id: string };
      const pdf = await batchFile(module, /^[0-9a-f-]{36}$/.test(id) ? id : '00000000-0000-0000-0000-000000000000');
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="letters-${id}.pdf"`)
        .send(pdf);
    },
  }),

  handleOutsideTx(contract.getPreferences, preferences.getPreferences),
  handle(contract.setPreferences, preferences.setPreferences),
  handle(contract.offerPhone, (tx, { phone }) => preferences.offerPhone(tx, phone)),
  handleOutsideTx(contract.confirmPhone, preferences.confirmPhone),
  handle(contract.forgetPhone, (tx) => preferences.forgetPhone(tx)),
  handleOutsideTx(contract.subscribePush, preferences.subscribePush),
  handle(contract.forgetDevice, (tx, { id }) => preferences.forgetDevice(tx, id)),
  handle(contract.unsubscribe, (tx, { token }) => preferences.unsubscribe(tx, token)),
  // RFC 8058: a mail program posts `List-Unsubscribe=One-Click` here, without cookies and without a page.
  rawRoute({
    method: ['POST', 'GET'],
    path: '/api/notifications/unsubscribe/:token',
    summary: 'Unsubscribe by one click (RFC 8058); a person who follows it is led to the page',
    permission: 'public',
    audit: 'none',
    limit: 60,
    handler: async (module: ModuleRuntime, request, reply) => {
      const { token } = request.params as { token: string };
      if (request.method === 'GET') return reply.redirect(`/unsubscribe/${encodeURIComponent(token)}`, 303);
      return module.tx({ kind: 'anonymous' }, (tx) => preferences.unsubscribe(tx, token));
    },
  }),
  rawRoute({
    method: 'POST',
    path: '/api/notifications/receipts/:provider',
    summary: 'What an SMS gateway says of a message',
    permission: 'public',
    audit: 'none',
    handler: async (module, request) => {
      const { provider } = request.params as { provider: string };
      const setting = smsSettings(module).find(({ id, kind }) => id === provider && kind === 'http');
      const header = request.headers['gateway-signature'];
      await takeGatewayReceipt(module, setting, typeof header === 'string' ? header : undefined, bytesOf(request.body));
      return { received: true };
    },
  }),

  handle(contract.sendEmail, software.sendEmail),
  handle(contract.sendSms, software.sendSms),
  handle(contract.sendLetter, software.sendLetter),
  handle(contract.getNotification, (tx, { id }) => software.getNotification(tx, id)),
  handle(contract.listNotifications, software.listNotifications),
  handle(contract.listSenders, (tx) => listSenders(tx)),
  handleOutsideTx(contract.setSender, setSender),

  handle(contract.notifyMany, notifyMany),
  handle(contract.listAudience, reports.listAudience),
  handle(contract.countCampaign, (tx, { key }) => countCampaign(tx, key)),
  handle(contract.enterDemoMessages, enterDemoMessages),
];
