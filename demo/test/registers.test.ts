// SPDX-License-Identifier: Apache-2.0
import { companies, namedPeople, organisationInn, snils, steppeBuild } from '@stoa/country-xm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningService, startCompanyRegister, startPopulationRegister } from '../src/index.ts';

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const registerNamespace = 'urn:companies.gov.xm:register:2009';
const inEnvelope = (body: string, namespace = envelopeNamespace) =>
  `<s:Envelope xmlns:s="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
const operation = (name: string, body: string) => inEnvelope(`<${name} xmlns="${registerNamespace}">${body}</${name}>`);
const byInn = (inn: string) => operation('GetCompanyByInn', `<INN>${inn}</INN>`);

const switchTo = (url: string, mode: string) =>
  fetch(`${url}/_control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode }),
  });

describe('the company register', () => {
  let register: RunningService;
  beforeAll(async () => {
    register = await startCompanyRegister();
  });
  afterAll(() => register.close());

  const send = async (body: string, contentType = 'text/xml; charset=utf-8') => {
    const response = await fetch(`${register.url}/soap`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
  const expectFault = async (body: string, code: string, faultCode = 'Client') => {
    const answer = await send(body);
    expect(answer.status).toBe(500);
    expect(answer.text).toContain(`<faultcode>soap:${faultCode}</faultcode>`);
    expect(answer.text).toContain(`<Kod>${code}</Kod>`);
  };

  test('a company is found by INN and written in the codes of the register', async () => {
    const { status, text } = await send(byInn(steppeBuild.inn));
    expect(status).toBe(200);
    for (const part of [
      `<INN>${steppeBuild.inn}</INN>`,
      '<Naimenovanie>ТОО «Степпе Билд»</Naimenovanie>',
      '<KodRegiona>01</KodRegiona>',
      '<Chislennost>120 чел.</Chislennost>',
      '<DataRegistracii>14.05.2012</DataRegistracii>',
      '<Status>1</Status>',
      '<NalogovyiDolg>Н</NalogovyiDolg>',
      '<Rukovoditel><SNILS>112-233-445 95</SNILS><FIO>Aigerim Seitkali</FIO></Rukovoditel>',
    ])
      expect(text).toContain(part);
  });

  test('prefixes and whitespace make no difference', async () => {
    const body = `<?xml version="1.0"?>\n<soapenv:Envelope xmlns:soapenv="${envelopeNamespace}" xmlns:r="${registerNamespace}">
      <soapenv:Header/><soapenv:Body><r:GetCompanyByInn><r:INN> ${steppeBuild.inn} </r:INN></r:GetCompanyByInn></soapenv:Body></soapenv:Envelope>`;
    expect((await send(body)).status).toBe(200);
  });

  test('a liquidated company has status 2, one that owes taxes says so', async () => {
    const liquidated = companies().find((company) => company.status === 'liquidated');
    const indebted = companies().find((company) => company.taxDebt);
    expect((await send(byInn(liquidated?.inn ?? ''))).text).toContain('<Status>2</Status>');
    expect((await send(byInn(indebted?.inn ?? ''))).text).toContain('<NalogovyiDolg>Д</NalogovyiDolg>');
  });

  test('companies are found by their director; nobody directs none', async () => {
    const of = (number: string) => send(operation('FindCompaniesByDirector', `<SNILS>${number}</SNILS>`));
    const found = await of(namedPeople.aigerim.snils);
    expect(found.text).toContain('<Kolichestvo>1</Kolichestvo>');
    expect(found.text).toContain(`<INN>${steppeBuild.inn}</INN>`);
    expect((await of(namedPeople.worker.snils)).text).toContain('<Kolichestvo>0</Kolichestvo>');
  });

  test('the WSDL describes both operations at the address asked', async () => {
    const wsdl = await (await fetch(`${register.url}/soap?wsdl`)).text();
    for (const part of ['GetCompanyByInn', 'FindCompaniesByDirector', `location="${register.url}/soap"`])
      expect(wsdl).toContain(part);
    expect((await fetch(`${register.url}/soap`)).status).toBe(405);
  });

  test('an unknown company, a wrong number and an unknown operation are faults', async () => {
    await expectFault(byInn(organisationInn('0901', 1)), 'NE_NAIDENO');
    await expectFault(byInn('0105234511'), 'NEVERNYI_INN');
    await expectFault(operation('FindCompaniesByDirector', '<SNILS>11223344596</SNILS>'), 'NEVERNYI_SNILS');
    await expectFault(operation('DropTables', '<INN>1</INN>'), 'NEIZVESTNAYA_OPERACIYA');
    await expectFault(operation('GetCompanyByInn', ''), 'NET_PARAMETRA');
    await expectFault(operation('GetCompanyByInn', '<INN>1</INN><INN>2</INN>'), 'NET_PARAMETRA');
  });

  test('document types and entities are refused before anything is parsed', async () => {
    const xxe = `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${byInn('&e;')}`;
    await expectFault(xxe, 'ZAPRESCHENO');
    expect((await send(xxe)).text).not.toContain('root:');
  });

  test('what is no SOAP 1.1 message is a fault', async () => {
    await expectFault('<a', 'NE_XML');
    await expectFault('', 'NE_XML');
    await expectFault('<a/>', 'NE_SOAP');
    await expectFault(inEnvelope(''), 'NE_SOAP');
    await expectFault(inEnvelope('<a/><b/>'), 'NE_SOAP');
    await expectFault(inEnvelope('<GetCompanyByInn xmlns="urn:other"/>'), 'CHUZHOE_PROSTRANSTVO');
    await expectFault(inEnvelope('<a/>', 'http://www.w3.org/2003/05/soap-envelope'), 'NE_SOAP11', 'VersionMismatch');
    await expectFault('<a>'.repeat(5_000) + '</a>'.repeat(5_000), 'NE_XML');
  });

  test('no message at all breaks it: every answer is a record or a fault of the client', async () => {
    const piece = fc.oneof(
      fc.constantFrom('<', '>', '/', '&', '"', 'INN', 's:', '<INN>', '</INN>', '<s:Body>', '__proto__', ' '),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece).map((pieces) => pieces.join('')),
        fc.boolean(),
        async (content, wrapped) => {
          const { text } = await send(wrapped ? operation('GetCompanyByInn', content) : content);
          expect(text).toMatch(/<Organizaciya>|<faultcode>soap:(Client|VersionMismatch)<\/faultcode>/);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('another content type is refused, a message too large too', async () => {
    expect((await send('{}', 'application/json')).text).toContain('PUSTOE_SOOBSCHENIE');
    expect((await send(byInn(steppeBuild.inn), 'text/plain')).status).toBe(415);
    expect((await send(byInn(steppeBuild.inn), 'application/soap+xml')).status).toBe(415);
    expect((await send(byInn('1'.repeat(100_000)))).status).toBe(413);
  });

  test('switched off it answers 503, switched on it works again; another mode is refused', async () => {
    expect((await switchTo(register.url, 'down')).status).toBe(200);
    expect((await send(byInn(steppeBuild.inn))).status).toBe(503);
    expect((await switchTo(register.url, 'up')).status).toBe(200);
    expect((await send(byInn(steppeBuild.inn))).status).toBe(200);
    expect((await switchTo(register.url, 'sideways')).status).toBe(400);
  });
});

describe('the population register', () => {
  let register: RunningService;
  beforeAll(async () => {
    register = await startPopulationRegister({ slowLatencyMs: 1 });
  });
  afterAll(() => register.close());
  const get = async (number: string) => {
    const response = await fetch(`${register.url}/persons/${number}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('a person is found by SNILS', async () => {
    expect(await get(namedPeople.worker.snils)).toEqual({ status: 200, body: namedPeople.worker });
  });

  test('an unknown SNILS is missing, a malformed one is a bad request', async () => {
    expect(await get(snils(999_999_998))).toMatchObject({ status: 404, body: { code: 'population.person-unknown' } });
    expect(await get('14567890106')).toMatchObject({ status: 400, body: { code: 'population.snils-malformed' } });
    expect(await get('..%2Fpersons')).toMatchObject({ status: 400 });
  });

  test('it can be slow and away', async () => {
    await switchTo(register.url, 'slow');
    expect((await get(namedPeople.worker.snils)).status).toBe(200);
    await switchTo(register.url, 'down');
    expect(await get(namedPeople.worker.snils)).toMatchObject({ status: 503, body: { code: 'demo.switched-off' } });
  });
});
