// SPDX-License-Identifier: Apache-2.0
import { verifyOutput } from '@stoa/cases/contract';
import { verifyPaper } from '@stoa/counter/contract';
import { verifyConclusion } from '@stoa/examination/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { verifyFile } from '@stoa/signing/contract';
import { codeText, groupedCode } from '@stoa/kernel/text';
import { again, definePage, Elsewhere, type Form, type PageContext, type PropsOf } from '../../server/page.ts';
import { isRefusal, unlessRefused } from '../../server/problem.ts';

/** The document under a code; undefined when none was issued under it. */
async function find({ call, text }: PageContext, code: string) {
  try {
    const found = await call(verifyOutput, { code });
    return {
      code: found.code,
      state: found.state,
      title: text(found.title),
      number: found.number,
      office: text(found.office),
      issuedAt: found.issuedAt,
      validUntil: found.validUntil,
      revokedAt: found.revokedAt,
      facts: found.facts.map((fact) => ({ label: text(fact.label), value: fact.value })),
      sha256: found.sha256,
      service: undefined,
      conclusion: undefined,
    };
  } catch (error) {
    if (isRefusal(error) && (error.kind === 'missing' || error.kind === 'invalid')) return undefined;
    throw error;
  }
}

/** The conclusion of an examination under a code. */
async function findConclusion({ call, text, modules }: PageContext, code: string) {
  if (!modules.includes('examination')) return undefined;
  const found = await call(verifyConclusion, { code: code.slice(0, 200) }).catch(unlessRefused);
  if (!found) return undefined;
  const office = await call(getOrganisation, { id: found.organisationId }).catch(unlessRefused);
  return {
    ...{ code: found.code, state: found.state, title: text(found.title), number: found.number },
    ...{ office: office ? text(office.name) : found.organisationId, issuedAt: found.issuedAt, sha256: found.sha256 },
    ...{ validUntil: undefined, revokedAt: undefined, service: undefined, facts: [] },
    conclusion: { outcome: found.outcome, signedBy: found.signedBy, knownAt: found.knownAt, digest: found.digest },
  };
}

/** What was printed at a counter: a receipt, or the consent that was signed. */
async function findPaper({ call, text, modules }: PageContext, code: string) {
  if (!modules.includes('counter')) return undefined;
  const found = await call(verifyPaper, { code: code.slice(0, 200) }).catch(unlessRefused);
  if (!found) return undefined;
  return {
    ...{ code: found.code, state: 'valid' as const, title: text(found.title), number: found.number ?? '—' },
    ...{ office: text(found.office), issuedAt: found.madeAt, sha256: found.sha256 },
    ...{ service: text(found.service), facts: [] },
    ...{ validUntil: undefined, revokedAt: undefined, conclusion: undefined },
  };
}

/** A file instead of a code: what it is worth is shown once and kept nowhere. */
async function checkFile({ call }: PageContext, form: Form) {
  const file = form.files.file;
  if (!file || file.body.length === 0) return again([{ field: 'file', code: 'verify-file.missing' }]);
  const report = await call(verifyFile, { content: file.body.toString('base64') });
  return again([], { result: { name: file.fileName, report } });
}

export const verifyEntryPage = definePage({
  path: '/verify',
  component: 'public/VerifyPage',
  load: ({ query }) => {
    // The address that stands on the document is taken as well as the code in it.
    const code = (query.code ?? '').trim().replace(/^.*\/verify\//s, '');
    if (code) throw new Elsewhere(`/verify/${encodeURIComponent(code)}`);
    return { code: '', document: undefined };
  },
  act: checkFile,
});

/** Where the QR code of an issued document leads. */
export const verifyPage = definePage({
  path: '/verify/:code',
  limit: 30,
  component: 'public/VerifyPage',
  load: async (context) => {
    const { code } = context.params;
    const document =
      (await find(context, code)) ?? (await findConclusion(context, code)) ?? (await findPaper(context, code));
    return { code: document?.code ?? groupedCode(codeText(code)), document };
  },
});
export type VerifyProps = PropsOf<typeof verifyPage>;
