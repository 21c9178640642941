// SPDX-License-Identifier: Apache-2.0
/** What the exchange answers its own pages. */
import type {
  allowEnrolment,
  GrantedRight,
  getMessage,
  getOverview,
  getSubsystem,
  getTraffic,
  listCertificateRequests,
  listCertificates,
  listEventDeadLetters,
  listEventSubscriptions,
  listEventTypes,
  listIncidents,
  listRights,
  listValidCertificates,
  revokeCertificate,
  searchMessages,
} from '@stoa/exchange/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import { text } from './answers.ts';
import { taskId } from './case-answers.ts';
import type { Answers } from './harness.ts';

const at = '2026-11-20T05:30:00Z';
const soon = new Date(Date.now() + 12 * 86_400_000).toISOString();
const later = new Date(Date.now() + 300 * 86_400_000).toISOString();
export const rightId = '01919191-0000-7000-8000-00000000aaaa';
export const companies = 'XM/GOV/1002/COMPANIES';
const labour = 'XM/GOV/1001/LABOUR';
const service = `${companies}/companies`;
const eventType = 'xm.company.changed.v1';
const subscription = {
  id: rightId,
  subscriber: labour,
  type: eventType,
  subjectPrefix: '',
  delivery: 'push' as const,
  position: 1200,
  latest: 1204,
  waiting: 4,
};
export const keyId = 'a1'.repeat(32);
const right: GrantedRight = {
  id: rightId,
  consumerId: labour,
  target: service,
  providerId: companies,
  method: 'GET',
  pathPattern: '/*',
  purpose: 'Deciding on an application of the company',
  purposes: [],
  validUntil: later,
};
const certificateRequest = {
  subsystemId: companies,
  profile: 'tls-client' as const,
  commonName: companies,
  hosts: [],
  request: `-----BEGIN CERTIFICATE REQUEST-----\n${'MIH7MIGj'.repeat(8)}\n-----END CERTIFICATE REQUEST-----\n`,
  requestedAt: at,
  renewal: true,
  state: 'waiting' as const,
};
const certificate = { keyId, subsystemId: companies, profile: 'tls-client', validUntil: soon };
const refusal = {
  code: 'server.serverproxy.access_denied',
  outcome: 'refused' as const,
  client: labour,
  target: service,
  count: 3,
  lastAt: at,
};
const session = { id: taskId, subsystemId: companies, openedAt: at, closedAt: at, reason: 'roots-late' as const };
const entry = {
  entryId: taskId,
  messageId: 'b7d1a2c4-0000-4000-8000-000000000009',
  kind: 'sync' as const,
  client: labour,
  target: service,
  issue: 'WP-2026-000012',
  at,
};

export const exchangeAnswers: Answers = {
  'exchange.get-overview': (): OutputOf<typeof getOverview> => ({
    subsystems: [
      {
        id: companies,
        name: text('Company register'),
        memberName: text('Companies Agency'),
        organisationId: 'XM-COMPANIES-AGENCY',
        connected: true,
        connection: 'connected',
        heardAt: at,
        certificateUntil: soon,
        services: [{ id: service, name: text('Companies') }],
        informationTypes: [],
      },
      {
        id: labour,
        name: text('Labour services'),
        memberName: text('Ministry of Labour'),
        connected: false,
        connection: 'not-needed',
        services: [],
        informationTypes: [],
      },
    ],
    traffic: [],
  }),
  'exchange.get-subsystem': (): OutputOf<typeof getSubsystem> => ({
    id: companies,
    name: text('Company register'),
    memberName: text('Companies Agency'),
    connection: 'away',
    heardAt: at,
    services: [{ id: service, name: text('Companies'), timeoutMs: 30_000, immediate: false, operations: 2 }],
    informationTypes: [],
    certificates: [certificate, { ...certificate, profile: 'message-signing', revokedAt: at }],
    enrolments: [{ expiresAt: later }],
    sessions: [session, { id: taskId, subsystemId: companies, openedAt: at }],
    refusals: [refusal],
  }),
  'exchange.get-traffic': (): OutputOf<typeof getTraffic> => ({
    from: at,
    until: at,
    calls: 1204,
    refused: 3,
    failed: 60,
    p50Ms: 4,
    p95Ms: 21,
    p99Ms: 80,
    edges: [
      { client: labour, provider: companies, calls: 1100, refused: 0, failed: 60 },
      { client: labour, provider: 'XM/GOV/1004/DIPLOMAS', calls: 101, refused: 0, failed: 0 },
      { client: labour, calls: 3, refused: 3, failed: 0 },
    ],
    targets: [
      { id: service, name: text('Companies'), calls: 1100, refused: 0, failed: 60, p50Ms: 4, p95Ms: 21, p99Ms: 80 },
      { id: 'XM/GOV/1002/COMPANIES/none', calls: 3, refused: 3, failed: 0 },
    ],
  }),
  'exchange.list-rights': (): OutputOf<typeof listRights> => ({ items: [right], nextCursor: rightId }),
  'exchange.grant-right': () => ({ id: rightId }),
  'exchange.withdraw-right': () => ({}),
  'exchange.register-subsystem': ({ id }) => ({ id }),
  'exchange.publish-service': () => ({ id: service }),
  'exchange.revoke-certificates': () => ({ revoked: 2 }),
  'exchange.allow-enrolment': (): OutputOf<typeof allowEnrolment> => ({
    token: 'Zm9yLXRlc3RzLW9ubHktMDE',
    expiresAt: later,
  }),
  'exchange.list-valid-certificates': (): OutputOf<typeof listValidCertificates> => ({
    items: [certificate, { ...certificate, profile: 'message-signing', validUntil: later }],
  }),
  'exchange.list-certificates': (): OutputOf<typeof listCertificates> => ({
    items: [
      { ...certificate, profile: 'tls-client', serial: '1', renewedFrom: 'b2'.repeat(32) },
      { ...certificate, profile: 'message-signing', serial: '2', revokedAt: at, reason: 'keyCompromise' },
      { ...certificate, profile: 'tls-client', serial: '3', validUntil: at },
      { keyId, profile: 'seal', serial: '4', validUntil: later },
    ],
    nextCursor: keyId,
  }),
  'exchange.list-certificate-requests': ({ id }): OutputOf<typeof listCertificateRequests> => {
    const items = [
      { ...certificateRequest, id: rightId },
      { ...certificateRequest, id: taskId, profile: 'tls-server' as const, hosts: ['hub.example'] },
    ];
    return id ? { items: items.filter((one) => one.id === id) } : { items, nextCursor: taskId };
  },
  'exchange.answer-certificate-request': () => ({ ...certificateRequest, id: rightId, state: 'issued' }),
  'exchange.reject-certificate-request': () => ({ ...certificateRequest, id: rightId, state: 'rejected' }),
  'exchange.revoke-certificate': (): OutputOf<typeof revokeCertificate> => ({
    ...certificate,
    profile: 'tls-client',
    serial: '1',
  }),
  'exchange.list-incidents': (): OutputOf<typeof listIncidents> => ({
    refusals: [refusal, { ...refusal, code: 'client.unheard_of', outcome: 'failed' }],
    sessions: [session],
    away: [{ id: companies, name: text('Company register'), heardAt: at }],
    eventDeadLetters: 3,
  }),
  'exchange.list-event-types': (): OutputOf<typeof listEventTypes> => ({
    items: [
      { id: eventType, name: text('Company changed'), publisherId: companies, latest: 1204, subscriptions: 1 },
      {
        id: `${companies}/old`,
        name: text('Old'),
        publisherId: companies,
        latest: 0,
        subscriptions: 0,
        retiredAt: at,
      },
    ],
  }),
  'exchange.list-event-subscriptions': (): OutputOf<typeof listEventSubscriptions> => ({
    items: [
      { ...subscription, dead: 3, failingSince: at, lastError: 'connector.receiver-away' },
      { ...subscription, subjectPrefix: 'company/', dead: 0, pausedAt: at },
      { ...subscription, delivery: 'pull', dead: 1 },
      { ...subscription, delivery: 'pull', dead: 0 },
    ],
    nextCursor: rightId,
  }),
  'exchange.list-event-dead-letters': (): OutputOf<typeof listEventDeadLetters> => ({
    items: [
      {
        subscriptionId: rightId,
        eventId: taskId,
        subscriber: labour,
        type: eventType,
        position: 1201,
        attempts: 12,
        lastError: 'connector.event-refused',
        publishedAt: at,
      },
    ],
  }),
  'exchange.replay-event': () => ({}),
  'exchange.replay-events': () => ({ replayed: 3 }),
  'exchange.list-dead-letters': () => ({
    items: [{ id: taskId, handler: 'exchange.archive-mailbox', attempts: 12, lastError: 'refused', createdAt: at }],
  }),
  'exchange.search-messages': (): OutputOf<typeof searchMessages> => ({
    items: [
      { ...entry, direction: 'response', outcome: 'accepted' },
      { ...entry, direction: 'request', outcome: 'refused', code: refusal.code },
    ],
    nextCursor: taskId,
  }),
  'exchange.get-message': (): OutputOf<typeof getMessage> => ({
    items: [
      { ...entry, direction: 'request', outcome: 'accepted', signature: 'valid', signer: labour, leafIndex: 41 },
      { ...entry, direction: 'response', outcome: 'failed', code: 'server.serverproxy.timeout', signature: 'none' },
    ],
  }),
};
