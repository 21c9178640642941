// SPDX-License-Identifier: Apache-2.0
import type { findSentCases, getEvidence } from '@stoa/cases/contract';
import type { getTrustAnchors, listMessages } from '@stoa/exchange/contract';
import type { DeadLetter, LedgerProof } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { caseId, sentCase, taskId } from './case-answers.ts';
import type { Answers } from './harness.ts';

const at = '2026-11-20T05:30:00Z';
const letter: DeadLetter = {
  id: taskId,
  handler: 'payments.send-invoice',
  attempts: 12,
  lastError: 'connect ECONNREFUSED',
  createdAt: at,
};
const messageId = 'b7d1a2c4-0000-4000-8000-000000000009';

export const staffAnswers: Answers = {
  'payments.list-dead-letters': () => ({ items: [letter] }),
  'cases.list-dead-letters': () => ({ items: [] }),
  'cases.list-curious': () => ({
    items: [{ personId: '01919191-0000-7000-8000-00000000abcd', applicantId: '0105234515', people: 23 }],
  }),
  'payments.replay-dead-letter': () => ({ id: taskId }),
  'cases.find-sent-cases': (): OutputOf<typeof findSentCases> => ({
    items: [
      {
        id: caseId,
        number: 'WP-2026-000012',
        serviceId: 'work-permit',
        title: sentCase.title,
        applicantName: 'Steppe Build LLP',
        state: 'submitted',
        startedAt: at,
        changedAt: at,
      },
    ],
  }),
  'cases.get-evidence': (): OutputOf<typeof getEvidence> => ({
    case: sentCase,
    entries: [{ at, kind: 'submitted', actor: 'Aigerim Seitkali', facts: { revision: 7 } }],
    messages: [{ messageId, kind: 'sync', name: 'XM/GOV/1002/COMPANIES/companies', state: 'answered', sentAt: at }],
  }),
  'exchange.get-trust-anchors': (): OutputOf<typeof getTrustAnchors> => ({
    authority: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
    authorityFingerprint: 'a'.repeat(64),
    ledgerKey: '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n',
  }),
  'exchange.list-messages': (): OutputOf<typeof listMessages> => ({
    items: [
      {
        entryId: taskId,
        messageId,
        direction: 'request',
        kind: 'sync',
        client: 'XM/GOV/1001/LABOUR',
        target: 'XM/GOV/1002/COMPANIES/companies',
        outcome: 'accepted',
        at,
        signature: 'valid',
        signer: 'XM/GOV/1001/LABOUR',
        leafIndex: 41,
      },
    ],
  }),
  'exchange.prove-entry': (): LedgerProof => ({
    entryId: taskId,
    kind: 'exchange.message',
    at,
    record: '{}',
    leafIndex: 41,
    size: 64,
    proof: [],
    checkpoint: 'note',
    checkpointAt: at,
    timestamped: true,
    verified: true,
  }),
};
