// SPDX-License-Identifier: Apache-2.0
/** Each operation of SMEV 1.3 as one call of the mailbox. */
import type {
  AttachmentReference,
  DeliveredMessage,
  DeliveredResponse,
  MailboxResponse,
  MailboxState,
  Selector,
} from '@stoa/exchange/contract';
import type { HubMailbox } from '../hub-mailbox.ts';
import { type ContentForm, contentFrom, contentToXml } from './content.ts';
import { invalidContent, SmevFault, unsupportedType } from './fault.ts';
import { element, type SoapRequest } from './xml.ts';

export interface Facade {
  readonly subsystem: string;
  readonly mailbox: HubMailbox;
  /** Information types that this facade knows; it touches no other message. */
  readonly types: Readonly<Record<string, ContentForm>>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const requestData = 't:SenderProvidedRequestData';
const responseData = 't:SenderProvidedResponseData';

export const operations: Readonly<Record<string, (facade: Facade, request: SoapRequest) => Promise<string>>> = {
  async SendRequestRequest({ subsystem, mailbox, types }, request) {
    const { type, form, root } = typedContent(types, request, requestData);
    const optional = {
      referenceId: request.text(`${requestData}/t:ReferenceMessageID`),
      transactionCode: request.text(`${requestData}/t:TransactionCode`),
      nodeId: request.text(`${requestData}/t:NodeID`) || undefined,
      endOfLife: instant(request.text(`${requestData}/t:EOL`)),
      testMessage: request.has(`${requestData}/t:TestMessage`) || undefined,
      attachments: attachmentsOf(request, requestData),
    };
    const messageId = idOf(request, requestData);
    const content = contentFrom(root, form);
    refuseRepetition(await mailbox.sendRequest({ messageId, type, content, ...present(optional) }));
    const metadata = metadataOf(messageId, 'REQUEST', subsystem, new Date().toISOString(), 'requestIsQueued');
    return `<t:SendRequestResponse>${metadata}</t:SendRequestResponse>`;
  },

  async GetRequestRequest({ mailbox, types }, request) {
    const message = await firstOf(types, request, (selector) => mailbox.nextRequest(selector));
    return `<t:GetRequestResponse>${message ? requestMessage(message, types) : ''}</t:GetRequestResponse>`;
  },

  async SendResponseRequest({ subsystem, mailbox, types }, request) {
    const messageId = idOf(request, responseData);
    const to = request.text(`${responseData}/t:To`) ?? '';
    const attachments = attachmentsOf(request, responseData);
    const answer = answerFrom(types, request);
    refuseRepetition(await mailbox.sendResponse({ messageId, to, ...answer, ...present({ attachments }) }));
    const metadata = metadataOf(messageId, 'RESPONSE', subsystem, new Date().toISOString(), 'responseIsQueued');
    return `<t:SendResponseResponse>${metadata}</t:SendResponseResponse>`;
  },

  async GetResponseRequest({ mailbox, types }, request) {
    const message = await firstOf(types, request, (selector) => mailbox.nextResponse(selector));
    return `<t:GetResponseResponse>${message ? responseMessage(message, types) : ''}</t:GetResponseResponse>`;
  },

  async GetStatusRequest({ mailbox }) {
    const changed = await mailbox.nextStatus();
    if (!changed) return '<t:GetStatusResponse/>';
    const status =
      element('t:OriginalMessageId', changed.messageId) +
      element('t:StatusCategory', changed.status) +
      element('t:StatusDetails', changed.processing);
    return `<t:GetStatusResponse><t:SmevAsyncProcessingMessage><t:AsyncProcessingStatusData><t:AsyncProcessingStatus>${status}</t:AsyncProcessingStatus></t:AsyncProcessingStatusData></t:SmevAsyncProcessingMessage></t:GetStatusResponse>`;
  },

  async AckRequest({ mailbox }, request) {
    const [target] = request.elements('b:AckTargetMessage');
    const accepted = target?.attr('accepted')?.value ?? 'true';
    await mailbox.acknowledge(target?.content.trim() ?? '', accepted === 'true' || accepted === '1');
    return '<t:AckResponse/>';
  },
};

function idOf(request: SoapRequest, data: string): string {
  const id = request.text(`${data}/t:MessageID`) ?? '';
  if (!uuid.test(id)) throw new SmevFault('InvalidMessageIdFormat', 'MessageID must be a UUID in lower case.');
  return id;
}

function typedContent(types: Facade['types'], request: SoapRequest, data: string) {
  const [root] = request.elements(`${data}/b:MessagePrimaryContent/*`);
  if (!root) throw invalidContent([{ message: 'there is no content' }]);
  const type = `${root.namespaceUri}#${root.name}`;
  // An answer has a root of its own in the namespace of its request.
  const known = Object.keys(types).find((id) =>
    data === requestData ? id === type : id.startsWith(`${root.namespaceUri}#`),
  );
  const form = known && types[known];
  if (!form) throw unsupportedType(type);
  return { type, form, root };
}

function attachmentsOf(request: SoapRequest, data: string): AttachmentReference[] | undefined {
  const list = `${data}/b:RefAttachmentHeaderList/b:RefAttachmentHeader`;
  const found = request.elements(list).map((_, index) => {
    const text = (name: string) => request.text(`${list}[${index + 1}]/b:${name}`) ?? '';
    const id = text('uuid');
    return { id, digest: `sha-256=:${text('Hash')}:`, mimeType: text('MimeType'), name: text('FileName') || id };
  });
  return found.length > 0 ? found : undefined;
}

function answerFrom(types: Facade['types'], request: SoapRequest): Partial<MailboxResponse> {
  if (request.has(`${responseData}/b:MessagePrimaryContent`)) {
    const { form, root } = typedContent(types, request, responseData);
    return { content: contentFrom(root, form) };
  }
  const rejected = `${responseData}/t:RequestRejected`;
  const code = request.text(`${rejected}/t:RejectionReasonCode`);
  if (code) {
    const reasons = request.elements(`${rejected}/t:RejectionReasonDescription`).map((one) => one.content.trim());
    const description = reasons.join('; ').slice(0, 4000);
    return { rejection: { code: code as 'FAILURE', description } };
  }
  const status = `${responseData}/t:RequestStatus`;
  if (request.has(status)) {
    const keys = request.elements(`${status}/t:StatusParameter/t:Key`).map((one) => one.content);
    const values = request.elements(`${status}/t:StatusParameter/t:Value`).map((one) => one.content);
    const parameters = Object.fromEntries(keys.map((key, index) => [key, values[index] ?? '']));
    const description = request.text(`${status}/t:StatusDescription`) ?? '';
    const number = Number(request.text(`${status}/t:StatusCode`));
    return { status: { code: number, description, ...(keys.length > 0 ? { parameters } : {}) } };
  }
  const processing = `${responseData}/t:AsyncProcessingStatus`;
  return { processing: { details: request.text(`${processing}/t:StatusDetails`) ?? '' } };
}

/** The selector's type, or each that the facade knows in turn: of the others it could not write the content. */
async function firstOf<M>(
  types: Facade['types'],
  request: SoapRequest,
  next: (selector: Selector) => Promise<M | undefined>,
): Promise<M | undefined> {
  const namespace = request.text('b:MessageTypeSelector/b:NamespaceURI');
  const type = `${namespace}#${request.text('b:MessageTypeSelector/b:RootElementLocalName')}`;
  if (namespace !== undefined && !types[type])
    throw new SmevFault('UnknownMessageType', `There is no message type ${type} here.`);
  const nodeId = request.text('b:MessageTypeSelector/b:NodeID') || undefined;
  for (const one of namespace === undefined ? Object.keys(types) : [type]) {
    const message = await next({ type: one, ...present({ nodeId }) });
    if (message) return message;
  }
  return undefined;
}

function requestMessage(message: DeliveredMessage, types: Facade['types']): string {
  const { messageId, type, from, sentAt } = message;
  const data =
    element('t:MessageID', messageId) +
    element('t:ReferenceMessageID', message.referenceId) +
    element('t:TransactionCode', message.transactionCode) +
    element('t:NodeID', message.nodeId) +
    primaryContent(message.content, type, types, 'Request') +
    attachmentHeaders(message.attachments) +
    (message.testMessage ? '<t:TestMessage/>' : '');
  const metadata = metadataOf(messageId, 'REQUEST', from, sentAt);
  const replyTo = element('t:ReplyTo', message.replyTo);
  return `<t:RequestMessage><t:Request><t:SenderProvidedRequestData>${data}</t:SenderProvidedRequestData>${metadata}${replyTo}</t:Request></t:RequestMessage>`;
}

function responseMessage(message: DeliveredResponse, types: Facade['types']): string {
  const { messageId, requestId, type, from, sentAt, rejection, status } = message;
  const answer = rejection
    ? `<t:RequestRejected>${element('t:RejectionReasonCode', rejection.code)}${element('t:RejectionReasonDescription', rejection.description)}</t:RequestRejected>`
    : status
      ? `<t:RequestStatus>${element('t:StatusCode', String(status.code))}${Object.entries(status.parameters ?? {})
          .map(
            ([key, value]) =>
              `<t:StatusParameter>${element('t:Key', key)}${element('t:Value', value)}</t:StatusParameter>`,
          )
          .join('')}${element('t:StatusDescription', status.description)}</t:RequestStatus>`
      : primaryContent(message.content, type, types, 'Response') + attachmentHeaders(message.attachments);
  const data = element('t:MessageID', messageId) + element('t:To', requestId) + answer;
  const original =
    element('t:OriginalMessageId', requestId) +
    element('t:OriginalTransactionCode', message.transactionCode) +
    element('t:ReferenceMessageID', message.referenceId);
  return `<t:ResponseMessage><t:Response>${original}<t:SenderProvidedResponseData>${data}</t:SenderProvidedResponseData>${metadataOf(messageId, 'RESPONSE', from, sentAt)}</t:Response></t:ResponseMessage>`;
}

function primaryContent(content: unknown, type: string, types: Facade['types'], way: 'Request' | 'Response'): string {
  const [namespace = '', root = ''] = type.split('#');
  const localName = way === 'Request' ? root : root.replace(/Request$/, '') + 'Response';
  return `<b:MessagePrimaryContent>${contentToXml(content, types[type] ?? 'xml', namespace, localName)}</b:MessagePrimaryContent>`;
}

function attachmentHeaders(attachments: readonly AttachmentReference[] = []): string {
  if (attachments.length === 0) return '';
  const headers = attachments.map(
    ({ id, digest, mimeType, name }) =>
      `<b:RefAttachmentHeader>${element('b:uuid', id)}${element('b:FileName', name)}${element('b:Hash', digest.slice(9, -1))}${element('b:MimeType', mimeType)}</b:RefAttachmentHeader>`,
  );
  return `<b:RefAttachmentHeaderList>${headers.join('')}</b:RefAttachmentHeaderList>`;
}

const metadataOf = (id: string, kind: 'REQUEST' | 'RESPONSE', sender: string, at: string, status?: MailboxState) =>
  `<t:MessageMetadata>${element('t:MessageId', id)}${element('t:MessageType', kind)}<t:Sender>${element('t:HumanReadableName', sender)}</t:Sender>${element('t:SendingTimestamp', at)}${element('t:Status', status)}</t:MessageMetadata>`;

function refuseRepetition({ alreadySent }: { alreadySent: boolean }): void {
  if (alreadySent) throw new SmevFault('MessageIsAlreadySent', 'This message was sent before. Do not send it again.');
}

/** xs:dateTime without a zone is taken as UTC. */
const instant = (text: string | undefined): string | undefined =>
  text && (/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);

const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
