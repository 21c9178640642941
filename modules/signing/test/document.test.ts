// SPDX-License-Identifier: Apache-2.0
import { hash, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { bench } from '@stoa/kernel/testing';
import { signPdf, typeset } from '@stoa/kernel/typeset';
import { expect, test } from 'vitest';
import { issuePdf } from '../src/contract.ts';
import signing from '../src/index.ts';
import { documentSigner } from '../src/document-signer.ts';

const b = await bench(signing);
const signer = await documentSigner(b.module);
const page =
  '#let data = json(bytes(sys.inputs.data))\n#set document(title: "Page", date: datetime(year: 2027, month: 1, day: 1))\n#set text(font: ("Noto Sans", "Noto Sans Arabic"))\n#data.words';
const facts = { reason: 'Issue', name: 'Office', at: new Date('2027-01-01T00:00:00Z') };

/** The signed bytes and the CMS of a PDF with one signature (ISO 32000-1, 12.8.1). */
function signatureOf(pdf: Buffer): { content: Buffer; cms: Buffer } {
  const [, from, first, second, last] =
    /\/ByteRange \[\s*(\d+) (\d+) (\d+) (\d+)\s*\]/.exec(pdf.toString('latin1'))?.map(Number) ?? [];
  if (first === undefined || second === undefined || last === undefined || from === undefined)
    throw new Error('no signature');
  const hex = pdf.subarray(from + first + 1, second - 1).toString('latin1');
  return {
    content: Buffer.concat([pdf.subarray(from, from + first), pdf.subarray(second, second + last)]),
    cms: Buffer.from(hex, 'hex'),
  };
}

async function isValid({ content, cms }: { content: Buffer; cms: Buffer }): Promise<boolean> {
  const info = pkijs.ContentInfo.fromBER(Uint8Array.from(cms).buffer);
  const signed = new pkijs.SignedData({ schema: info.content });
  return signed.verify({ signer: 0, data: Uint8Array.from(content).buffer, checkChain: false }).catch(() => false);
}

test('every language is set in the fonts of the installation, as PDF/A-2a', () => {
  const words = 'Permit · Разрешение · Рұқсат қөңүі · Дозвіл ґєї · تصريح عمل';
  const pdf = typeset(page, { words }).toString('latin1');
  expect(pdf).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(pdf).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
});

test('a template that does not compile is an error, not a hole in the paper', () => {
  expect(() => typeset('#nothing-here', {})).toThrow('does not compile');
});

test('a template reads no file of the machine', () => {
  expect(() => typeset('#read("/etc/passwd")', {})).toThrow('does not compile');
});

test('the signature covers the whole file, carries no signing-time, and breaks with one changed byte', async () => {
  const pdf = await signPdf(typeset(page, { words: 'Permit' }), signer, facts);
  const signature = signatureOf(pdf);
  expect(signature.content.length + 2 * signature.cms.length + 2).toBe(pdf.length);
  expect(await isValid(signature)).toBe(true);
  const altered = Buffer.from(signature.content);
  altered[100] = (altered[100] ?? 0) ^ 1;
  expect(await isValid({ ...signature, content: altered })).toBe(false);
  const signingTime = Buffer.from(new asn1js.ObjectIdentifier({ value: '1.2.840.113549.1.9.5' }).toBER(false));
  expect(signature.cms.includes(signingTime)).toBe(false);
});

test('the certificate is issued by the authority of the circuit and stays the same', async () => {
  const certificate = new X509Certificate(signer.certificatePem);
  expect(certificate.verify(new X509Certificate(signer.authorityPem).publicKey)).toBe(true);
  expect((await documentSigner({ ...b.module })).certificatePem).toBe(signer.certificatePem);
});

test('a time stamp is taken over the signature value and travels with it', async () => {
  const stamped: Buffer[] = [];
  const token = Buffer.from(new asn1js.Sequence({ value: [new asn1js.Utf8String({ value: 'token' })] }).toBER(false));
  const pdf = await signPdf(typeset(page, { words: 'Permit' }), signer, facts, async (bytes) => {
    stamped.push(bytes);
    return token;
  });
  const signature = signatureOf(pdf);
  expect(signature.cms.includes(token)).toBe(true);
  const info = pkijs.ContentInfo.fromBER(Uint8Array.from(signature.cms).buffer);
  const [signerInfo] = new pkijs.SignedData({ schema: info.content }).signerInfos;
  const value = Buffer.from(signerInfo?.signature.valueBlock.valueHexView ?? []);
  expect(hash('sha256', stamped[0] ?? '', 'hex')).toBe(hash('sha256', value, 'hex'));
  expect(await isValid(signature)).toBe(true);
});

test('a paper for a module is PDF/A with a twin as PDF/UA, with a code to verify it by', async () => {
  const about = { reference: 'case:1', reason: 'Permit', name: 'Office' };
  const documents = { kind: 'service', id: 'cases' } as const;
  const paper = (template: string) =>
    b.call(issuePdf, { ...about, template, data: { words: 'Permit \u{13000}' } }, documents);
  const made = await paper(page);
  const text = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64').toString('latin1');
  expect(text(made.pdf)).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(text(made.accessible)).toContain('<pdfuaid:part>1</pdfuaid:part>');
  expect(made.verificationCode).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  // A picture without a description is no reason to issue nothing.
  const picture = "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")";
  const without = await paper(`#set page(width: 100pt)\n${picture}`).catch((error: unknown) => error);
  expect(without).toBeInstanceOf(Error);
  await expect(b.call(issuePdf, { ...about, template: page, data: {} }, b.person())).rejects.toMatchObject({
    kind: 'forbidden',
  });
});
