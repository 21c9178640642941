// SPDX-License-Identifier: Apache-2.0
import { hash, randomUUID } from 'node:crypto';
import { XmlDocument } from 'libxml2-wasm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectorClient, publishInformationType, grantRight } from '@stoa/exchange/contract';
import { checkType, consumerId, idOf, providerId, startExchangeWorld, strangerId } from './fixture.ts';
import { envelopeOf, post, soap } from './smev-client.ts';

const { b, connect, provider: unauthorised } = await startExchangeWorld({ STOA_MAILBOX_QUEUE_LIMIT: '5' });
const system = { kind: 'system' } as const;
const xmlType = 'urn:xm:letters:1.0#Letter';
const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:xm:letters:1.0" elementFormDefault="qualified">
  <xs:element name="Letter"><xs:complexType><xs:sequence><xs:element name="page" type="xs:int" maxOccurs="9"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="Reply" type="xs:string"/></xs:schema>`;
await b.call(
  publishInformationType,
  { id: xmlType, providerId: strangerId, name: { en: 'Letter' }, requestSchema: xsd, responseSchema: xsd },
  system,
);
await b.call(grantRight, { consumerId, target: xmlType, purpose: 'Testing' }, system);
const types = { [checkType]: 'record', [xmlType]: 'xml', 'urn:xm:gone:1.0#Request': 'record' } as const;
const consumer = (await connect(consumerId, undefined, { smev: { types } })).connector;
const stranger = (await connect(strangerId, undefined, { smev: { types } })).connector;
const population = (await connect(providerId, undefined, { smev: { types } })).connector;
const sender = soap(consumer.url);
const provider = soap(stranger.url);
const check = (fields = '<snils>1</snils>') => `<Request xmlns="urn:xm:test:check:1.0">${fields}</Request>`;
const rejection =
  '<t:RequestRejected><t:RejectionReasonCode>NO_DATA</t:RejectionReasonCode><t:RejectionReasonDescription>nobody</t:RejectionReasonDescription></t:RequestRejected>';

test('a request, its answer and both acknowledgements between two SMEV clients', async () => {
  const id = randomUUID();
  const before = `<t:ReferenceMessageID>${id}</t:ReferenceMessageID><t:TransactionCode>T&amp;1</t:TransactionCode><t:NodeID>n1</t:NodeID>`;
  const sent = await sender.sendRequest(id, check('<snils>1 &lt; 2</snils>'), before, '<t:TestMessage/>');
  expect(sent).toMatchObject({ status: 200, fault: undefined });
  expect(sent.text('//t:MessageMetadata/t:MessageId')).toBe(id);
  const got = await provider.get('Request');
  expect(got.text('//t:Request//t:MessageID')).toBe(id);
  expect(got.text('//t:Request//t:TransactionCode')).toBe('T&1');
  expect(got.text('//t:Request//t:TestMessage')).toBe('');
  expect(got.text('//b:MessagePrimaryContent')).toBe('1 < 2');
  expect(await provider.acknowledge(id)).toMatchObject({ status: 200 });
  const replyTo = got.text('//t:ReplyTo') ?? '';
  const content =
    '<b:MessagePrimaryContent><a:Response xmlns:a="urn:xm:test:check:1.0"><a:clear>yes</a:clear></a:Response></b:MessagePrimaryContent>';
  const answerId = randomUUID();
  expect(await provider.sendResponse(answerId, replyTo, content)).toMatchObject({ status: 200 });
  expect((await sender.get('Response', undefined, 'another')).text('//t:Response')).toBeUndefined();
  const answer = await sender.get('Response', { namespace: 'urn:xm:test:check:1.0', name: 'Request' }, 'n1');
  expect(answer.text('//t:OriginalMessageId')).toBe(id);
  expect(answer.text('//t:OriginalTransactionCode')).toBe('T&1');
  expect(answer.text('//b:MessagePrimaryContent/*[local-name()="Response"]')).toBe('yes');
  expect(await sender.acknowledge(answerId)).toMatchObject({ status: 200 });
  expect((await sender.get('Response')).text('//t:Response')).toBeUndefined();
  expect((await connectorClient(consumer.url, consumerId).status(id)).status).toBe('messageIsDelivered');
});

test('XML of a type with an XSD passes as it is', async () => {
  const id = randomUUID();
  const letter = '<l:Letter xmlns:l="urn:xm:letters:1.0"><l:page>1</l:page><l:page>2</l:page></l:Letter>';
  await sender.sendRequest(id, letter);
  const got = await provider.get('Request', { namespace: 'urn:xm:letters:1.0', name: 'Letter' });
  expect(got.text('//b:MessagePrimaryContent/*/*[2]')).toBe('2');
  const reply = '<b:MessagePrimaryContent><Reply xmlns="urn:xm:letters:1.0">ok</Reply></b:MessagePrimaryContent>';
  expect((await provider.sendResponse(randomUUID(), got.text('//t:ReplyTo') ?? '', reply)).fault).toBeUndefined();
  const answer = await sender.get('Response');
  expect(answer.text('//b:MessagePrimaryContent')).toBe('ok');
  await sender.acknowledge(answer.text('//t:SenderProvidedResponseData/t:MessageID') ?? '');
  expect((await sender.sendRequest(randomUUID(), '<Letter xmlns="urn:xm:letters:1.0"/>')).fault).toBe('InvalidContent');
});

test('rejection, status with parameters, and news of the processing come through', async () => {
  const ids = [randomUUID(), randomUUID()] as const;
  const to: string[] = [];
  for (const id of ids) {
    b.clock.advance({ seconds: 1 });
    await sender.sendRequest(id, check());
    to.push((await provider.get('Request')).text('//t:ReplyTo') ?? '');
  }
  while ((await sender.status()).text('//t:StatusCategory'));
  const news = `<t:AsyncProcessingStatus><t:OriginalMessageId>${ids[0]}</t:OriginalMessageId><t:StatusCategory>underProcessing</t:StatusCategory><t:StatusDetails>soon</t:StatusDetails></t:AsyncProcessingStatus>`;
  await provider.sendResponse(randomUUID(), to[0] ?? '', news);
  const told = await sender.status();
  expect([told.text('//t:OriginalMessageId'), told.text('//t:StatusCategory'), told.text('//t:StatusDetails')]).toEqual(
    [ids[0], 'underProcessing', 'soon'],
  );
  expect((await sender.status()).text('//t:StatusCategory')).toBeUndefined();
  await provider.sendResponse(randomUUID(), to[0] ?? '', rejection + rejection);
  b.clock.advance({ seconds: 1 });
  const status =
    '<t:RequestStatus><t:StatusCode>-3</t:StatusCode><t:StatusParameter><t:Key>room</t:Key><t:Value>12</t:Value></t:StatusParameter><t:StatusDescription>come</t:StatusDescription></t:RequestStatus>';
  await provider.sendResponse(randomUUID(), to[1] ?? '', status);
  const first = await sender.get('Response');
  expect(first.text('//t:RejectionReasonCode')).toBe('NO_DATA');
  expect(first.text('//t:RejectionReasonDescription')).toBe('nobody; nobody');
  const second = await sender.get('Response');
  expect([second.text('//t:StatusCode'), second.text('//t:Key'), second.text('//t:Value')]).toEqual([
    '-3',
    'room',
    '12',
  ]);
  for (const one of [first, second])
    await sender.acknowledge(one.text('//t:SenderProvidedResponseData/t:MessageID') ?? '');
});

test('a file goes by reference, with its hash', async () => {
  const digest = hash('sha256', 'a', 'base64');
  const id = randomUUID();
  const header = (sum: string) =>
    `<b:RefAttachmentHeaderList><b:RefAttachmentHeader><b:uuid>${id}</b:uuid><b:FileName>a.txt</b:FileName><b:Hash>${sum}</b:Hash><b:MimeType>text/plain</b:MimeType></b:RefAttachmentHeader></b:RefAttachmentHeaderList>`;
  expect((await sender.sendRequest(randomUUID(), check(), '', header(digest))).fault).toBe(
    'AttachmentContentMiscoordination',
  );
  await connectorClient(consumer.url, consumerId).uploadAttachment(
    { id, digest: `sha-256=:${digest}:` },
    new Blob(['a']),
  );
  expect((await sender.sendRequest(randomUUID(), check(), '', header(digest))).fault).toBeUndefined();
  const got = await provider.get('Request');
  expect([got.text('//b:uuid'), got.text('//b:Hash')]).toEqual([id, digest]);
  await provider.acknowledge(got.text('//t:Request//t:MessageID') ?? '');
  expect((await sender.sendRequest(randomUUID(), check(), '', header('x'))).fault).toBe('InvalidContent');
});

test('what cannot be done is answered with the fault that SMEV has for it', async () => {
  const id = randomUUID();
  await sender.sendRequest(id, check());
  expect(await sender.sendRequest(id, check())).toMatchObject({ status: 500, fault: 'MessageIsAlreadySent' });
  expect((await sender.sendRequest(id, check('<snils>2</snils>'))).fault).toBe('MessageIsAlreadySent');
  expect((await sender.sendRequest('X', check())).fault).toBe('InvalidMessageIdFormat');
  expect((await sender.sendRequest(idOf(Date.now() - 3 * 86_400_000), check())).fault).toBe('StaleMessageId');
  expect((await sender.sendRequest(randomUUID(), check(), '<t:EOL>2020-01-01T00:00:00</t:EOL>')).fault).toBe(
    'EndOfLifeReached',
  );
  expect((await sender.sendRequest(randomUUID(), check('<wrong/>'))).fault).toBe('InvalidContent');
  expect((await sender.sendRequest(randomUUID(), check('<snils>1</snils><snils>2</snils>'))).fault).toBe(
    'InvalidContent',
  );
  const gone = await sender.sendRequest(randomUUID(), '<Request xmlns="urn:xm:gone:1.0"/>');
  expect([gone.fault, gone.text('//f:RootElementNamespaceURI')]).toEqual([
    'BusinessDataTypeIsNotSupported',
    'urn:xm:gone:1.0',
  ]);
  expect((await sender.sendRequest(randomUUID(), '<a xmlns="urn:a"/>')).fault).toBe('BusinessDataTypeIsNotSupported');
  expect((await soap(population.url).sendRequest(randomUUID(), check())).fault).toBe('AccessDenied');
  expect((await provider.get('Request', { namespace: 'urn:a', name: 'a' })).fault).toBe('UnknownMessageType');
  expect((await provider.acknowledge(randomUUID())).fault).toBe('TargetMessageIsNotFound');
  expect((await provider.sendResponse(randomUUID(), 'nobody', rejection)).fault).toBe('RecipientIsNotFound');
  expect((await provider.sendResponse(randomUUID(), `x#${randomUUID()}`, rejection)).fault).toBe('RecipientIsNotFound');
  expect((await provider.sendResponse(randomUUID(), `${consumerId}#${id}`, rejection)).fault).toBe('RequestIsNotFound');
  for (let count = 0; count < 4; count += 1) await sender.sendRequest(randomUUID(), check());
  expect((await sender.sendRequest(randomUUID(), check())).fault).toBe('DestinationOverflow');
});

test.each([
  ['nothing', ''],
  ['no XML', 'hello'],
  ['no envelope', '<a/>'],
  ['no UTF-8', new Uint8Array([0x3c, 0xff, 0xfe])],
  ['a document type declaration', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>${envelopeOf('&x;')}`],
  ['an entity bomb', `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${envelopeOf('&b;')}`],
  ['an undeclared entity', envelopeOf('<t:GetStatusRequest><b:Timestamp>&x;</b:Timestamp></t:GetStatusRequest>')],
  ['too deep nesting', envelopeOf('<a>'.repeat(150) + '</a>'.repeat(150))],
  ['more bytes than the limit', envelopeOf(' '.repeat(11_000_000))],
])('a message with %s is refused as unreadable', async (_name, message) => {
  expect(await post(consumer.url, message as string)).toMatchObject({ status: 400, fault: undefined });
});

test.each([
  ['of an unknown operation', '<t:Nothing/>'],
  ['that is an answer', '<t:AckResponse/>'],
  ['with two operations', '<t:AckResponse/><t:AckResponse/>'],
  ['without its parts', '<t:SendRequestRequest/>'],
  ['in another namespace', '<AckRequest/>'],
])('a message %s changes nothing', async (_name, body) => {
  const { status, fault } = await post(consumer.url, envelopeOf(body));
  expect([status, fault]).toEqual(status === 400 ? [400, undefined] : [500, 'InvalidContent']);
});

test('whatever is posted, the answer is a SOAP message', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<t:AckRequest>',
      '</t:AckRequest>',
      '<b:AckTargetMessage Id="A">',
      '</b:AckTargetMessage>',
      randomUUID(),
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?x?>',
      '&#0;',
      '&lt;',
    ),
    fc.string({ maxLength: 8, unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 10 }), fc.boolean(), async (parts, wrapped) => {
      const { status } = await post(consumer.url, wrapped ? envelopeOf(parts.join('')) : parts.join(''));
      expect([400, 500]).toContain(status);
    }),
    { numRuns: 300 },
  );
});

test('the WSDL is served with schemas that lead to one another', async () => {
  const read = async (path: string) => {
    const response = await fetch(consumer.url + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
    return XmlDocument.fromString(await response.text());
  };
  const wsdl = await read('/smev/1.3?wsdl');
  const soapNamespace = { soap: 'http://schemas.xmlsoap.org/wsdl/soap/', xs: 'http://www.w3.org/2001/XMLSchema' };
  expect(wsdl.get('//soap:address/@location', soapNamespace)?.content).toBe(`${consumer.url}/smev/1.3`);
  for (const location of wsdl.find('//xs:import/@schemaLocation', soapNamespace)) {
    const imported = await read(location.content);
    for (const further of imported.find('//xs:import/@schemaLocation', soapNamespace)) await read(further.content);
  }
  expect((await fetch(`${consumer.url}/smev/1.3?xsd=../fault`)).status).toBe(404);
});

test('a connector without the setting does not speak it', async () => {
  const response = await fetch(`${unauthorised.connector.url}/smev/1.3`, { method: 'POST', body: envelopeOf('') });
  expect(await response.json()).toMatchObject({ type: 'client.invalid_service_path' });
});
