// SPDX-License-Identifier: Apache-2.0
/** The facade's "no", as SMEV 1.3 faults. */
import { ExchangeError } from '@stoa/exchange/contract';
import { escapeXml } from './xml.ts';

type FaultName =
  | 'AccessDenied'
  | 'AttachmentContentMiscoordination'
  | 'BusinessDataTypeIsNotSupported'
  | 'DestinationOverflow'
  | 'EndOfLifeReached'
  | 'InvalidContent'
  | 'InvalidMessageIdFormat'
  | 'MessageIsAlreadySent'
  | 'RecipientIsNotFound'
  | 'RequestIsNotFound'
  | 'SMEVFailure'
  | 'StaleMessageId'
  | 'TargetMessageIsNotFound'
  | 'UnknownMessageType';

export class SmevFault extends Error {
  override name = 'SmevFault';
  readonly fault: FaultName;
  /** Elements of the fault, escaped. */
  readonly detail: string;
  constructor(fault: FaultName, message: string, detail = '') {
    super(message);
    this.fault = fault;
    this.detail = detail;
  }
}

export const unsupportedType = (type: string): SmevFault => {
  const [namespace = '', localName = ''] = type.split('#');
  return new SmevFault(
    'BusinessDataTypeIsNotSupported',
    `There is no message type ${type} here.`,
    `<f:RootElementLocalName>${escapeXml(localName)}</f:RootElementLocalName>` +
      `<f:RootElementNamespaceURI>${escapeXml(namespace)}</f:RootElementNamespaceURI>`,
  );
};

export const invalidContent = (errors: readonly { readonly message: string; readonly line?: number }[]): SmevFault =>
  new SmevFault(
    'InvalidContent',
    errors.map(({ message }) => message.trim()).join('; '),
    errors
      .map(
        ({ message, line = 0 }) =>
          `<f:ValidationError errorPosition="${line}">${escapeXml(message.trim())}</f:ValidationError>`,
      )
      .join(''),
  );

/** Faults for what the hub refuses; anything else is SMEVFailure, after which clients try again. */
const known: Readonly<Record<string, FaultName>> = {
  'exchange.access-denied': 'AccessDenied',
  'exchange.attachment-missing': 'AttachmentContentMiscoordination',
  'exchange.end-of-life-passed': 'EndOfLifeReached',
  'exchange.message-id-taken': 'MessageIsAlreadySent',
  'exchange.message-stale': 'StaleMessageId',
  'exchange.reply-to-unknown': 'RecipientIsNotFound',
  'exchange.request-closed': 'RequestIsNotFound',
  'exchange.test-message-in-production': 'AccessDenied',
  'exchange.target-message-not-found': 'TargetMessageIsNotFound',
};

export function faultOf(error: unknown, type = ''): SmevFault {
  if (error instanceof SmevFault) return error;
  if (!(error instanceof ExchangeError))
    return new SmevFault('SMEVFailure', 'The exchange does not answer. Try again.');
  const { code, message } = error;
  if (code === 'exchange.type-unknown') return unsupportedType(type);
  if (code === 'exchange.destination-overflow' || code === 'exchange.quota-exceeded')
    return new SmevFault(
      'DestinationOverflow',
      message,
      `<f:MessageBrokerAddress>hub</f:MessageBrokerAddress><f:DestinationName>${escapeXml(type)}</f:DestinationName>`,
    );
  const fault = known[code];
  if (fault) return new SmevFault(fault, message);
  return code.startsWith('exchange.') && error.status === 422
    ? invalidContent([{ message }])
    : new SmevFault('SMEVFailure', 'The exchange could not process the message. Try again.');
}
