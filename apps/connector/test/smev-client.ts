// SPDX-License-Identifier: Apache-2.0
/** A client as departments have them: it knows the WSDL's shapes and an address, nothing of the exchange. */
import { readFileSync } from 'node:fs';
import { XmlBufferInputProvider, XmlDocument, XmlElement, xmlRegisterInputProvider, XsdValidator } from 'libxml2-wasm';

const base = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types';
export const prefixes = {
  s: 'http://schemas.xmlsoap.org/soap/envelope/',
  t: `${base}/1.3`,
  b: `${base}/basic/1.3`,
  f: `${base}/faults/1.3`,
};
const schema = (name: string) => readFileSync(new URL(`../src/smev/schema/${name}.xsd`, import.meta.url));
xmlRegisterInputProvider(
  new XmlBufferInputProvider({ 'client/types.xsd': schema('types'), 'client/basic.xsd': schema('basic') }),
);
const validatorOf = (name: string) =>
  XsdValidator.fromDoc(XmlDocument.fromString(schema(name).toString(), { url: `client/${name}.xsd` }));
const validator = validatorOf('envelope');
const faultValidator = validatorOf('faults');

const declarations = Object.entries(prefixes)
  .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  .join('');
export const envelopeOf = (body: string) => `<s:Envelope${declarations}><s:Body>${body}</s:Body></s:Envelope>`;

export interface SoapAnswer {
  status: number;
  /** Text at the path (prefixes s, t, b, f); undefined when there is nothing. */
  text(path: string): string | undefined;
  /** Name of the SMEV fault. */
  fault: string | undefined;
}

/** Posts a whole message; the answer, or the fault in it, must fit its schema. */
export async function post(url: string, message: string | Uint8Array<ArrayBuffer>): Promise<SoapAnswer> {
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };
  const response = await fetch(`${url}/smev/1.3`, { method: 'POST', headers, body: message });
  const document = XmlDocument.fromString(await response.text());
  const text = (path: string) => document.get(path, prefixes)?.content;
  if (text('//s:Fault') === undefined) validator.validate(document);
  const fault = document.get('//s:Fault/detail/f:*', prefixes);
  if (fault instanceof XmlElement) faultValidator.validate(XmlDocument.fromString(fault.canonicalizeToString()));
  return { status: response.status, text, fault: fault instanceof XmlElement ? fault.name : undefined };
}

const now = '2026-11-21T10:00:00Z';
export const soap = (url: string) => ({
  sendRequest: (id: string, content: string, before = '', after = '') =>
    post(
      url,
      envelopeOf(
        `<t:SendRequestRequest><t:SenderProvidedRequestData Id="A"><t:MessageID>${id}</t:MessageID>${before}<b:MessagePrimaryContent>${content}</b:MessagePrimaryContent>${after}</t:SenderProvidedRequestData></t:SendRequestRequest>`,
      ),
    ),
  sendResponse: (id: string, to: string, answer: string) =>
    post(
      url,
      envelopeOf(
        `<t:SendResponseRequest><t:SenderProvidedResponseData Id="A"><t:MessageID>${id}</t:MessageID><t:To>${to}</t:To>${answer}</t:SenderProvidedResponseData></t:SendResponseRequest>`,
      ),
    ),
  get: (what: 'Request' | 'Response', type?: { namespace: string; name: string }, nodeId?: string) =>
    post(
      url,
      envelopeOf(
        `<t:Get${what}Request><b:MessageTypeSelector Id="A">${type ? `<b:NamespaceURI>${type.namespace}</b:NamespaceURI><b:RootElementLocalName>${type.name}</b:RootElementLocalName>` : ''}<b:Timestamp>${now}</b:Timestamp>${nodeId ? `<b:NodeID>${nodeId}</b:NodeID>` : ''}</b:MessageTypeSelector></t:Get${what}Request>`,
      ),
    ),
  status: () =>
    post(url, envelopeOf(`<t:GetStatusRequest><b:Timestamp Id="A">${now}</b:Timestamp></t:GetStatusRequest>`)),
  acknowledge: (id: string, accepted = true) =>
    post(
      url,
      envelopeOf(
        `<t:AckRequest><b:AckTargetMessage Id="A" accepted="${accepted}">${id}</b:AckTargetMessage></t:AckRequest>`,
      ),
    ),
});
