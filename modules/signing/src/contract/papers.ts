// SPDX-License-Identifier: Apache-2.0
import { operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Reference } from './signatures.ts';

/** For other modules only: what they issue, typeset and signed. Nothing is kept here. */
export const issuePdf = operation({
  name: 'signing.issue-pdf',
  method: 'POST',
  path: '/signing/papers',
  summary: 'Typeset a template with its data and sign it: PDF/A to keep, and PDF/UA for who reads by other means',
  input: Type.Object({
    /** What it belongs to, as its owner names it. */
    reference: Reference,
    /** Typst; finds the data as JSON in `sys.inputs.data` and the fonts as `fonts`. Added to the data: `qr` (SVG), `verifyUrl`
     * and `verificationCode`. */
    template: Type.String({ maxLength: 200_000 }),
    data: Type.Record(Type.String(), Type.Unknown()),
    /** Of the signature: what it is, and who issues it. */
    reason: Type.String({ maxLength: 500 }),
    name: Type.String({ maxLength: 500 }),
  }),
  output: Type.Object({
    /** PDF/A-2a with a PAdES signature, B-T where a time-stamping authority is set; base64. */
    pdf: Type.String(),
    /** PDF/UA-1, signed at level B-B; missing where the template does not describe all that it draws. */
    accessible: Type.Optional(Type.String()),
    /** Under it the portal's page `/verify` finds the paper with its owner. */
    verificationCode: Type.String(),
  }),
  permission: 'signing:serve',
  audit: 'none',
});
