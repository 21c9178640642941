// SPDX-License-Identifier: Apache-2.0
/** The metadata services of X-Road (PR-META section 2, PR-MREST): who is here, what they offer, what the caller may call. */
import { compilePattern, isStorableText, newId, type Tx } from '@stoa/kernel';
import type { Endpoint } from '../members/index.ts';
import { escapeXml, identifierParts } from '../wire/index.ts';
import type { Incoming } from './incoming.ts';
import { ownAnswer } from './own-answer.ts';
import { type Answer, HubRefusal } from '../messages/index.ts';
import { requestEntry } from '../log/index.ts';
import type { HubParts } from './parts.ts';

interface Question {
  readonly service: 'listClients' | 'listMethods' | 'allowedMethods' | 'getOpenAPI';
  /** Whose services are meant; empty for `listClients`. */
  readonly provider: string;
  readonly query: URLSearchParams;
}

const pattern = /^\/(?:(listClients)|r1\/([^/?]+(?:\/[^/?]+){3})\/(listMethods|allowedMethods|getOpenAPI))(?:\?(.*))?$/;

/** What a target asks for; undefined when it is none of the metadata services. */
export function metadataQuestion(target: string): Question | undefined {
  const [, list, path = '', service, query] = pattern.exec(target) ?? [];
  const provider = list ? '' : identifierParts(path)?.join('/');
  if (provider === undefined || !(list || service)) return undefined;
  return { service: (list ?? service) as Question['service'], provider, query: new URLSearchParams(query) };
}

export async function metadataAnswer(hub: HubParts, incoming: Incoming, question: Question): Promise<Answer> {
  const { service, provider } = question;
  const target = provider ? `${provider}/${service}` : service;
  const requestId = newId();
  let said: Said;
  try {
    if (incoming.method !== 'GET') throw new HubRefusal('client.unsupported_method', 'Metadata is read with GET.');
    if (!isStorableText([...question.query.values()]))
      throw new HubRefusal('client.invalid_service_path', 'The query holds characters that are no text.');
    said = await hub.module.tx({ kind: 'system' }, (tx) => read(tx, hub, incoming, question));
  } catch (error) {
    if (!(error instanceof HubRefusal)) throw error;
    const facts = { requestId, message: error.message };
    await hub.record(requestEntry(incoming, 'sync', target, { outcome: 'refused', code: error.code, facts }));
    throw error;
  }
  await hub.record(requestEntry(incoming, 'sync', target, { facts: { requestId } }));
  const headers = { 'content-type': said.contentType };
  return ownAnswer(hub, incoming, target, requestId, { status: 200, headers, body: said.body });
}

interface Said {
  readonly contentType: string;
  readonly body: string;
}
const json = (value: unknown): Said => ({ contentType: 'application/json', body: JSON.stringify(value) });

async function read(tx: Tx, hub: HubParts, incoming: Incoming, { service, provider, query }: Question) {
  if (service === 'listClients')
    return listClients(tx, query.get('xRoadInstance'), incoming.client, incoming.headers.accept ?? '');
  if (service === 'getOpenAPI') return getOpenapi(tx, `${provider}/${query.get('serviceCode') ?? ''}`);
  return listMethods(tx, hub, provider, service === 'allowedMethods' ? incoming.client : undefined);
}

interface Client {
  id: string;
  member_name: Record<string, string>;
  subsystem_name: Record<string, string> | null;
}

async function listClients(tx: Tx, asked: string | null, client: string, accept: string): Promise<Said> {
  const instance = asked ?? client.split('/')[0] ?? '';
  const { rows } = await tx.query<Client>(
    `select id, name as member_name, null as subsystem_name from member where split_part(id, '/', 1) = $1
     union all
     select s.id, m.name, s.name from subsystem s join member m on m.id = s.member_id where split_part(s.id, '/', 1) = $1
     order by id`,
    [instance],
  );
  if (rows.length === 0)
    throw new HubRefusal('client.unknown_instance', 'This exchange knows no X-Road instance of that name.');
  return /application\/json/i.test(accept)
    ? json({ member: rows.map(clientJson) })
    : { contentType: 'text/xml;charset=utf-8', body: clientsXml(rows) };
}

/** In the language that stands first, English where there is one. */
const nameOf = (text: Record<string, string>) => text.en ?? Object.values(text)[0] ?? '';

function clientJson({ id, member_name, subsystem_name }: Client) {
  const [xroad_instance, member_class, member_code, subsystem_code] = id.split('/');
  const object_type = subsystem_code === undefined ? 'MEMBER' : 'SUBSYSTEM';
  return {
    id: { xroad_instance, member_class, member_code, ...(subsystem_code ? { subsystem_code } : {}), object_type },
    name: nameOf(member_name),
    ...(subsystem_name ? { subsystem_name: nameOf(subsystem_name) } : {}),
  };
}

function clientsXml(rows: readonly Client[]): string {
  const names = ['xRoadInstance', 'memberClass', 'memberCode', 'subsystemCode'];
  const members = rows.map(({ id, member_name, subsystem_name }) => {
    const parts = id.split('/').map((part, i) => `<id:${names[i]}>${escapeXml(part)}</id:${names[i]}>`);
    const type = subsystem_name ? 'SUBSYSTEM' : 'MEMBER';
    const own = subsystem_name ? `<xrd:subsystemName>${escapeXml(nameOf(subsystem_name))}</xrd:subsystemName>` : '';
    return `<xrd:member><xrd:id id:objectType="${type}">${parts.join('')}</xrd:id><xrd:name>${escapeXml(nameOf(member_name))}</xrd:name>${own}</xrd:member>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><xrd:clientList xmlns:xrd="http://x-road.eu/xsd/xroad.xsd" xmlns:id="http://x-road.eu/xsd/identifiers">${members.join('')}</xrd:clientList>`;
}

interface Service {
  id: string;
  code: string;
  operations: Endpoint[] | null;
}

/** Everything the provider offers, or what the caller may call of it. */
async function listMethods(tx: Tx, hub: HubParts, provider: string, caller: string | undefined): Promise<Said> {
  const { rows } = await tx.query<Service & { subsystem: string }>(
    `select b.id as subsystem, s.id, s.code, d.operations from subsystem b
     left join service s on s.subsystem_id = b.id left join service_openapi d on d.service_id = s.id
     where b.id = $1 order by s.code`,
    [provider],
  );
  if (rows.length === 0)
    throw new HubRefusal('server.serverproxy.unknown_service', `There is no subsystem ${provider} on this exchange.`);
  const listed = rows.filter((row) => row.id !== null);
  return json(spelledTwice(provider, caller === undefined ? listed.map(offered) : allowed(hub, tx, listed, caller)));
}

interface Listed {
  readonly code: string;
  readonly type: 'OPENAPI' | 'REST';
  readonly endpoints: readonly { readonly method: string; readonly path: string }[];
}

const offered = ({ code, operations }: Service): Listed => ({
  code,
  type: operations ? 'OPENAPI' : 'REST',
  endpoints: (operations ?? []).map(({ method, path }) => ({ method, path })),
});

/** Without a document the rights themselves say what may be called. */
function allowed({ directory }: HubParts, tx: Tx, services: readonly Service[], caller: string): Listed[] {
  return services.flatMap((service) => {
    const rights = directory.rights.of(caller, service.id, tx.now);
    if (rights.length === 0) return [];
    const whole = offered(service);
    const endpoints = service.operations
      ? whole.endpoints.filter(({ method, path }) =>
          rights.some((right) => ['*', method].includes(right.method) && compilePattern(right.pathPattern)(path)),
        )
      : rights.flatMap(({ method, pathPattern: path }) => (method === '*' || path === '/**' ? [] : [{ method, path }]));
    return [{ ...whole, endpoints }];
  });
}

/** `service` as X-Road's servers answer it, `member` as the schema of PR-MREST says. */
function spelledTwice(provider: string, services: readonly Listed[]) {
  const [instance, memberClass, memberCode, subsystemCode] = provider.split('/');
  return {
    service: services.map(({ code, type, endpoints }) => ({
      xroad_instance: instance,
      member_class: memberClass,
      member_code: memberCode,
      subsystem_code: subsystemCode,
      service_code: code,
      object_type: 'SERVICE',
      service_type: type,
      endpoint_list: endpoints,
    })),
    member: services.map(({ code, type, endpoints }) => ({
      objectType: { object_type: 'SERVICE' },
      serviceType: type,
      xRoadInstance: instance,
      memberClass,
      memberCode,
      subsystemCode,
      serviceCode: code,
      endpointList: { member: endpoints },
    })),
  };
}

async function getOpenapi(tx: Tx, serviceId: string): Promise<Said> {
  const { rows } = await tx.query<{ media_type: string; document: string }>(
    'select media_type, document from service_openapi where service_id = $1',
    [serviceId],
  );
  const [found] = rows;
  if (!found)
    throw new HubRefusal('server.serverproxy.unknown_service', 'There is no OpenAPI document of that service here.');
  return { contentType: found.media_type, body: found.document };
}
