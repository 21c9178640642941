// SPDX-License-Identifier: Apache-2.0
/** Keys and certificates of whoever looks, and those of everybody for the registrar. */
import {
  type Certificate,
  issueCertificate,
  listCertificates,
  listOwnCertificates,
  RevocationReason,
  revokeCertificate,
} from '@stoa/signing/contract';
import { Value } from 'typebox/value';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';

const own = '/cabinet/signatures';
const all = '/administration/certificates';
export const registrar = 'signing.registrar';

const show = (one: Certificate, text: PageContext['text']) => ({
  ...{ id: one.id, holder: one.holderName, organisationId: one.organisationId, custody: one.custody },
  ...{ serial: one.serial, state: one.state, validUntil: one.validUntil, keyHash: one.keyHash },
  post: one.post ? text(one.post) : '',
  ...(one.revokedAt ? { revokedAt: one.revokedAt, reason: one.reason } : {}),
});

export const signaturesPage = definePage({
  path: own,
  signIn: true,
  component: 'signing/SignaturesPage',
  load: async ({ call, text, principal }) => {
    const official = principal.kind === 'person' && principal.duties.length > 0;
    const found = official
      ? await call(listOwnCertificates, {})
      : { personId: '', items: [], posts: [], remote: false };
    return {
      personId: found.personId,
      remote: found.remote,
      certificates: found.items.map((one) => show(one, text)),
      posts: found.posts.map((one) => ({ organisationId: one.organisationId, post: text(one.post) })),
    };
  },
  act: async ({ call }, form) => {
    const [organisationId, custody] = [form.get('organisationId'), form.get('custody')];
    if (organisationId === '') return again([{ field: 'organisationId', code: 'signing.organisation-missing' }]);
    const code = form.get('code');
    if (form.get('publicKey') === '') {
      if (code === '') return again([{ field: 'code', code: 'signing.code-missing' }]);
      await call(issueCertificate, { organisationId, custody: 'remote', code });
    } else {
      const key = { publicKey: form.get('publicKey'), proof: form.get('proof') };
      await call(issueCertificate, { organisationId, custody: custody === 'file' ? 'file' : 'browser', ...key });
    }
    return redirect(own, { notice: 'certificate-issued' });
  },
});
export type SignaturesProps = PropsOf<typeof signaturesPage>;

export const certificateRegisterPage = definePage({
  path: all,
  duty: registrar,
  component: 'signing/CertificateRegisterPage',
  load: async ({ call, query, text }) => {
    const organisationId = (query.organisation ?? '').trim().toUpperCase();
    const serial = (query.serial ?? '').replace(/[\s:]/g, '');
    const states = ['valid', 'expired', 'revoked'] as const;
    const state = states.find((one) => one === query.state);
    const wrong = !/^([0-9a-fA-F]{1,40})?$/.test(serial) || !/^([A-Z0-9][A-Z0-9-]{0,63})?$/.test(organisationId);
    const found = wrong
      ? { items: [], nextCursor: undefined }
      : await call(listCertificates, {
          limit: 50,
          ...(query.cursor ? { cursor: query.cursor } : {}),
          ...(organisationId ? { organisationId } : {}),
          ...(serial ? { serial } : {}),
          ...(state ? { state } : {}),
        });
    return { certificates: found.items.map((one) => show(one, text)), nextCursor: found.nextCursor };
  },
});
export type CertificateRegisterProps = PropsOf<typeof certificateRegisterPage>;

const revoking = async (context: PageContext, back: string, found: Certificate | undefined) => {
  if (!found) throw new Elsewhere(back);
  return { back, certificate: show(found, context.text), reasons: RevocationReason.enum };
};
const revoke = async ({ call, params }: PageContext, back: string, reason: string) => {
  if (!Value.Check(RevocationReason, reason)) return again([{ field: 'reason', code: 'signing.reason-missing' }]);
  await call(revokeCertificate, { id: params.id ?? '', reason });
  return redirect(back, { notice: 'certificate-revoked' });
};

export const revokeOwnCertificatePage = definePage({
  path: '/cabinet/signatures/revoke/:id',
  signIn: true,
  component: 'signing/RevokePage',
  load: async (context) => {
    const { items } = await context.call(listOwnCertificates, {});
    return revoking(
      context,
      own,
      items.find(({ id }) => id === context.params.id),
    );
  },
  act: (context, form) => revoke(context, own, form.get('reason')),
});

export const revokeAnyCertificatePage = definePage({
  path: '/administration/certificates/revoke/:id',
  duty: registrar,
  component: 'signing/RevokePage',
  load: async (context) => {
    const { items } = await context.call(listCertificates, { serial: context.query.serial ?? '0' });
    return revoking(
      context,
      all,
      items.find(({ id }) => id === context.params.id),
    );
  },
  act: (context, form) => revoke(context, all, form.get('reason')),
});
export type RevokeProps = PropsOf<typeof revokeAnyCertificatePage>;
