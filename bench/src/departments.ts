// SPDX-License-Identifier: Apache-2.0
/** A connector with registers and mailboxes behind it, on loopback: other departments that answer at once. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

/** What a department answers to a check, by its information type; no answer to the others. */
const checkAnswers: Readonly<Record<string, object>> = {
  'urn:xm:interior:criminal-record:1.0#Request': { clear: true, certificateNo: 'CR-1', issuedOn: '2026-11-21' },
  'urn:xm:education:diploma-check:1.0#Request': { found: true, diplomaNumber: 'IN-2014-048213' },
  'urn:xm:portal:places:1.0#Request': { done: true, places: 1, granted: 99, taken: 1, left: 98 },
};

const company = (inn: string) => ({
  inn,
  ogrn: '1120100345678',
  name: { en: 'Steppe Build LLP' },
  address: '40 Unity Street, Aksu',
  employees: 120,
  status: 'active',
  taxDebt: false,
});
const person = (snils: string) => ({
  snils,
  familyName: 'Sharma',
  givenName: 'Rahul',
  nameLatin: 'Rahul Sharma',
  birthOn: '1992-11-05',
  citizenship: 'IND',
  address: 'Aksu, Peace Street, 14',
  document: { number: 'Z4582917' },
});

export interface Departments {
  readonly url: string;
  close(): void;
}

export async function startDepartments(): Promise<Departments> {
  const waiting = new Map<string, object>();
  const server = createServer(async (request, response) => {
    const [status, body] = answer(waiting, request.url ?? '', await text(request));
    const messageId = String(request.headers['x-road-id'] ?? '');
    response.writeHead(status, { 'content-type': 'application/json', 'x-road-id': messageId });
    response.end(body ? JSON.stringify(body) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(waiting: Map<string, object>, path: string, body: string): [number, object?] {
  const [, service, key = ''] = /\/(companies|persons)\/(.+)$/.exec(path) ?? [];
  if (service) return [200, service === 'companies' ? company(key) : person(key)];
  if (path === '/mailbox/requests') {
    const { messageId, type } = JSON.parse(body) as { messageId: string; type: string };
    const content = checkAnswers[type];
    if (content) {
      const id = randomUUID();
      const sentAt = new Date().toISOString();
      waiting.set(id, { messageId: id, requestId: messageId, type, from: 'XM/GOV/1004/DIPLOMAS', content, sentAt });
    }
    return [200, { messageId, alreadySent: false }];
  }
  if (path === '/mailbox/responses/next') {
    const [next] = waiting.values();
    return next ? [200, next] : [204];
  }
  const [, acknowledged] = /^\/mailbox\/messages\/(.+)\/ack$/.exec(path) ?? [];
  if (acknowledged) waiting.delete(acknowledged);
  return acknowledged ? [200, {}] : [404, {}];
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
