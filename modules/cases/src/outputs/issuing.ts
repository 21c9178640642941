// SPDX-License-Identifier: Apache-2.0
/** Makes what a case issues: typeset, signed, with a QR code that leads to its public verification. */
import { hash, randomBytes } from 'node:crypto';
import type { ServicePackage } from '@stoa/catalogue/contract';
import { emit, type ModuleRuntime, newId, type Tx } from '@stoa/kernel';
import { documentSigner } from '@stoa/kernel/keys';
import { requestTimestamp } from '@stoa/kernel/ledger';
import { groupedCode } from '@stoa/kernel/text';
import { codePoints, signPdf, typeset } from '@stoa/kernel/typeset';
import type { PlanNode } from '@stoa/process';
import QRCode from 'qrcode';
import { type SentCase, factsOf, note, tell } from '../case/index.ts';
import { outputIssued } from '../contract.ts';
import { valueOf } from '../packages/index.ts';
import { type Context, contextOf } from '../rules/index.ts';
import * as store from './store.ts';

type Template = ServicePackage['outputs'][string];

interface Issue {
  readonly file: SentCase;
  readonly pkg: ServicePackage;
  readonly node: PlanNode;
  readonly tokenId: string;
}

/** `finish` runs its writing once, while the process still waits for this output. */
export async function issueOutput<I extends Issue>(
  module: ModuleRuntime,
  issue: I,
  finish: (module: ModuleRuntime, issue: I, write: (tx: Tx, file: SentCase) => Promise<void>) => Promise<boolean>,
): Promise<void> {
  const { file, pkg, node } = issue;
  const code = node.settings.output ?? '';
  const template = pkg.outputs[code];
  if (!template) throw new Error(`the package has no output ${code}`);
  const base = await module.tx({ kind: 'system' }, (tx) => contextOf(tx, file, pkg));
  const validUntil = template.validUntil ? String(valueOf(template.validUntil, base)) : null;
  const context = { ...base, output: { validUntil } };
  const verificationCode = newVerificationCode();
  const pdf = await paper(module, issue, template, context, verificationCode);
  const signed = await sign(module, pdf, file);
  const facts = template.verification.map(({ label, value }) => ({ label, value: String(valueOf(value, context)) }));
  const id = newId();
  await finish(module, issue, async (tx, current) => {
    await store.insertOutput(tx, {
      id,
      caseId: file.id,
      node: node.id,
      code,
      title: template.title,
      number: file.number,
      verificationCode,
      validUntil,
      sha256: hash('sha256', signed, 'hex'),
      pdf: signed,
      facts,
    });
    await note(tx, file.id, 'output-issued', { outputId: id, code }, { node: node.id });
    const issued = {
      ...factsOf(current),
      outputId: id,
      code,
      issuedAt: tx.now.toISOString(),
      ...(validUntil ? { validUntil } : {}),
    };
    await emit(tx, outputIssued, issued, { subject: file.id });
    if (node.settings.tells) await tell(tx, current, node.settings.tells);
  });
}

/** The PDF before it is signed. */
async function paper(
  module: ModuleRuntime,
  { file }: Issue,
  template: Template,
  context: Context,
  verificationCode: string,
): Promise<Buffer> {
  const verifyUrl = `${module.publicUrl}/verify/${verificationCode}`;
  const replaced = (sign: string) =>
    module.log.error({ caseId: file.id, code: codePoints(sign) }, 'a character stands on a document as its code point');
  const data = {
    language: file.language,
    title: template.title,
    texts: template.texts,
    values: Object.fromEntries(
      Object.entries(template.values).map(([name, expression]) => [name, valueOf(expression, context)]),
    ),
    office: file.officeName,
    number: file.number,
    issuedOn: module.country.calendar.localDate(module.clock.now()),
    qr: await QRCode.toString(verifyUrl, { type: 'svg', errorCorrectionLevel: 'M' }),
    verifyUrl,
  };
  return typeset(template.template, data, replaced);
}

async function sign(module: ModuleRuntime, pdf: Buffer, file: SentCase): Promise<Buffer> {
  const { tsaUrl } = module.config;
  const facts = { reason: file.title.en, name: file.officeName.en, at: module.clock.now() };
  return signPdf(
    pdf,
    await documentSigner(module),
    facts,
    tsaUrl ? (bytes) => requestTimestamp(tsaUrl, bytes) : undefined,
  );
}

// Crockford's base 32: no letter is taken for a digit.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 80 random bits in four groups: too many to guess, short enough to type. */
const newVerificationCode = (): string => groupedCode([...randomBytes(16)].map((byte) => alphabet[byte % 32]).join(''));
