// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import * as contract from './contract.ts';
import { getDay } from './day.ts';
import { askConsent } from './asking.ts';
import { enterDemoVisits } from './demo.ts';
import * as papers from './papers.ts';
import * as visits from './visits.ts';

const pdf = (path: string, summary: string, audit: string, make: typeof papers.receipt) =>
  rawRoute({
    ...{ method: 'GET', path, summary, permission: 'counter:serve', audit },
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const content = await make(module, principalOf(request), id);
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${id}.pdf"`)
        .header('cache-control', 'no-store')
        .send(content);
    },
  });

export const routes = [
  handleOutsideTx(contract.askConsent, askConsent),
  handleOutsideTx(contract.confirmCode, visits.confirmCode),
  handleOutsideTx(contract.confirmPaper, visits.confirmPaper),
  handleOutsideTx(contract.refuseVisit, visits.refuseVisit),
  handleOutsideTx(contract.resumeVisit, visits.resumeVisit),
  handleOutsideTx(contract.endVisit, visits.endVisit),
  handle(contract.getVisit, visits.getVisit),
  handle(contract.listVisits, visits.listVisits),
  handle(contract.verifyPaper, papers.verifyPaper),
  handle(contract.getDay, getDay),
  handle(contract.enterDemoVisits, enterDemoVisits),
  pdf(contract.consentPath(':id'), 'Consent to be signed by hand, as PDF', 'none', papers.consentPaper),
  pdf(
    contract.receiptPath(':id'),
    'Receipt of an application of this visit, as PDF',
    'counter.receipt-made',
    papers.receipt,
  ),
  rawRoute({
    ...{ method: 'GET', path: contract.scanPath(':id'), summary: 'What the person signed, as it was scanned' },
    ...{ permission: 'counter:serve', audit: 'counter.scan-read' },
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const { content, type } = await papers.scanOf(module, principalOf(request), id);
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${id}.${type.split('/')[1]}"`)
        .header('cache-control', 'no-store')
        .send(content);
    },
  }),
];
