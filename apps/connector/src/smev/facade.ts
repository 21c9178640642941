// SPDX-License-Identifier: Apache-2.0
/** SMEV 1.3 over SOAP 1.1 at `/smev/1.3`, for a department's client that knows nothing else. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError, type Log } from '@stoa/kernel';
import { faultOf, invalidContent, type SmevFault } from './fault.ts';
import { type Facade, operations } from './operations.ts';
import {
  element,
  envelope,
  MisshapenMessage,
  schemaNames,
  schemaText,
  type SoapRequest,
  UnreadableMessage,
  withSoapRequest,
} from './xml.ts';

const maxBodyBytes = 10 * 1024 * 1024;
const path = '/smev/1.3';

export const isSmevPath = (target: string | undefined): boolean => target?.split('?')[0] === path;

export async function serveSmev(
  facade: Facade,
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [status, body] = request.method === 'POST' ? await answer(facade, log, request) : description(request);
  response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', 'content-length': body.length });
  response.end(body);
}

/** The WSDL and the schemas it names. */
function description(request: IncomingMessage): [number, Buffer] {
  const query = new URLSearchParams(request.url?.split('?')[1] ?? '');
  const linked = (text: string) => text.replace(/schemaLocation="(\w+)\.xsd"/g, `schemaLocation="${path}?xsd=$1"`);
  const name = schemaNames.find((one) => one === query.get('xsd'));
  if (request.method === 'GET' && name) return [200, Buffer.from(linked(schemaText(`${name}.xsd`)))];
  if (request.method === 'GET' && query.has('wsdl')) {
    const { localAddress, localPort } = request.socket;
    const address = `http://${localAddress?.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}${path}`;
    return [200, Buffer.from(linked(schemaText('service.wsdl')).replace('{address}', address))];
  }
  return [404, fault('Client', 'Post a SOAP message, or ask for ?wsdl.')];
}

const fault = (who: 'Client' | 'Server', message: string, detail = '') =>
  envelope(
    `<s:Fault>${element('faultcode', `s:${who}`)}${element('faultstring', message)}${detail && `<detail>${detail}</detail>`}</s:Fault>`,
  );

/** SOAP 1.1 section 6.2 answers faults with status 500; what is no SOAP message at all gets 400. */
async function answer(facade: Facade, log: Log, request: IncomingMessage): Promise<[number, Buffer]> {
  let type = '';
  try {
    const body = await readBody(request);
    return await withSoapRequest(body, async (message) => {
      type = typeNamed(message);
      const operation = operations[message.operation];
      if (!operation) throw new UnreadableMessage(`There is no operation ${message.operation}.`);
      return [200, envelope(await operation(facade, message))];
    });
  } catch (error) {
    if (error instanceof UnreadableMessage) return [400, fault('Client', error.message)];
    const known = error instanceof MisshapenMessage ? invalidContent(error.errors) : faultOf(error, type);
    if (known.fault === 'SMEVFailure') log.warn({ err: describeError(error) }, 'a SMEV message could not be processed');
    return [500, faultAnswer(known)];
  }
}

const typeNamed = (message: SoapRequest): string => {
  const [root] = message.elements('*/b:MessagePrimaryContent/*');
  return root ? `${root.namespaceUri}#${root.name}` : '';
};

const faultAnswer = (known: SmevFault) =>
  fault(
    known.fault === 'SMEVFailure' ? 'Server' : 'Client',
    known.message,
    `<f:${known.fault}>${known.detail}</f:${known.fault}>`,
  );

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) throw new UnreadableMessage(`The message is larger than ${maxBodyBytes} bytes.`);
  return Buffer.concat(chunks);
}
