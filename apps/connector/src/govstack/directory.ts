// SPDX-License-Identifier: Apache-2.0
/** Directory services: the hub's metadata in GovStack's words. */
import { randomUUID } from 'node:crypto';
import type { GovstackParts } from '../govstack.ts';
import { type Answer, GovstackRefusal, identifierOf, json } from './answer.ts';

const timeoutMs = 30_000;

interface Client {
  name: string;
  subsystem_name?: string;
  id: { xroad_instance: string; member_class: string; member_code: string; subsystem_code?: string };
}
interface Methods {
  service: { service_code: string; service_type: string; endpoint_list: { method: string; path: string }[] }[];
}

export async function directoryAnswer(
  { hub, subsystem }: Pick<GovstackParts, 'hub' | 'subsystem'>,
  method: string,
  url: string,
): Promise<Answer> {
  if (method !== 'GET') throw new GovstackRefusal(400, 'connector.method-unsuitable', 'Metadata is read with GET.');
  const [path = '', query = ''] = url.split('?');
  const asked = new URLSearchParams(query);
  const clients = path === '/listClients';
  const instance = asked.get('instanceId');
  const inner = clients && instance !== null ? `?${new URLSearchParams({ xRoadInstance: instance })}` : '';
  const service = path.slice(path.lastIndexOf('/') + 1);
  const target = clients ? path + inner : service === 'getOpenAPI' ? url : path;
  const headers = { 'x-road-client': subsystem, 'x-road-id': randomUUID(), accept: 'application/json' };
  const answer = await hub.send({ method: 'GET', target, headers, body: Buffer.alloc(0) }, timeoutMs);
  const text = answer.body.toString();
  const fault = answer.headers['x-road-error'];
  if (fault) {
    const { message } = JSON.parse(text) as { message: string };
    throw new GovstackRefusal(fault.includes('unknown_') ? 400 : answer.status, fault, message);
  }
  if (service === 'getOpenAPI') {
    const type = answer.headers['content-type'] ?? 'application/json';
    return { status: answer.status, body: text, contentType: type };
  }
  const owner = path.split('/').slice(2, 6).map(decodeURIComponent).join('/');
  const wanted = asked.get('serviceId');
  return json(200, clients ? clientList(text) : methodList(text, owner, wanted));
}

function clientList(text: string) {
  const { member } = JSON.parse(text) as { member: Client[] };
  return {
    member: member.map(({ id, name, subsystem_name }) => {
      const { xroad_instance, member_class, member_code, subsystem_code } = id;
      const given = [xroad_instance, member_class, member_code, ...(subsystem_code ? [subsystem_code] : [])];
      return {
        name: subsystem_name ?? name,
        id: { objectType: subsystem_code ? 'APPLICATION' : 'MEMBER', ...identifierOf(given.join('/')) },
      };
    }),
  };
}

function methodList(text: string, owner: string, wanted: string | null) {
  const { service } = JSON.parse(text) as Methods;
  return {
    member: service
      .filter(({ service_code }) => wanted === null || service_code === wanted)
      .map(({ service_code, service_type, endpoint_list }) => ({
        objectType: 'SERVICE',
        serviceType: service_type,
        ...identifierOf(owner),
        serviceCode: service_code,
        endpointList: { member: endpoint_list },
      })),
  };
}
