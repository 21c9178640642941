// SPDX-License-Identifier: Apache-2.0
/** What modules issue on paper: typeset twice, since one file follows one standard, and signed. */
import { randomBytes } from 'node:crypto';
import { describeError, type ModuleRuntime } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { requestTimestamp } from '@stoa/kernel/ledger';
import { groupedCode } from '@stoa/kernel/text';
import { codePoints, signPdf, typeset } from '@stoa/kernel/typeset';
import QRCode from 'qrcode';
import type { issuePdf as operation } from './contract.ts';
import { documentSigner } from './document-signer.ts';

export async function issuePdf(
  module: ModuleRuntime,
  { reference, template, data: given, reason, name }: InputOf<typeof operation>,
): Promise<OutputOf<typeof operation>> {
  const verificationCode = newVerificationCode();
  const verifyUrl = `${module.publicUrl}/verify/${verificationCode}`;
  const qr = await QRCode.toString(verifyUrl, { type: 'svg', errorCorrectionLevel: 'M' });
  const data = { ...given, qr, verifyUrl, verificationCode };
  const paper = typeset(template, data, (sign) =>
    module.log.error({ reference, code: codePoints(sign) }, 'a character stands on a paper as its code point'),
  );
  const twin = accessible(module, template, data);
  const signer = await documentSigner(module);
  const facts = { reason, name, at: module.clock.now() };
  const { tsaUrl } = module.config;
  const pdf = await signPdf(paper, signer, facts, tsaUrl ? (bytes) => requestTimestamp(tsaUrl, bytes) : undefined);
  return {
    pdf: pdf.toString('base64'),
    ...(twin && { accessible: (await signPdf(twin, signer, facts)).toString('base64') }),
    verificationCode,
  };
}

/** A template from before there were twins may draw what it does not describe: the paper itself is issued all the same. */
function accessible(module: ModuleRuntime, template: string, data: unknown): Buffer | undefined {
  try {
    return typeset(template, data, () => {}, 'accessible');
  } catch (error) {
    module.log.warn({ err: describeError(error) }, 'a template has no accessible twin');
    return undefined;
  }
}

// Crockford's base 32: no letter is taken for a digit.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 80 random bits in four groups: too many to guess, short enough to type. */
const newVerificationCode = (): string => groupedCode([...randomBytes(16)].map((byte) => alphabet[byte % 32]).join(''));
