// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as certificates from './certificates.ts';
import * as contract from './contract.ts';
import { issuePdf } from './papers.ts';
import { sealFiles } from './seals.ts';
import * as signatures from './signatures.ts';
import { verificationRoutes } from './verification/routes.ts';
import { statusRoutes } from './status-routes.ts';

export const routes = [
  handle(contract.listOwnCertificates, certificates.listOwnCertificates),
  handleOutsideTx(contract.issueCertificate, certificates.issueCertificate),
  handle(contract.revokeCertificate, certificates.revokeCertificate),
  handle(contract.listCertificates, certificates.listCertificates),
  handle(contract.prepareSignature, signatures.prepareSignature),
  handleOutsideTx(contract.finishSignature, signatures.finishSignature),
  handleOutsideTx(contract.signRemotely, signatures.signRemotely),
  handleOutsideTx(contract.sealFiles, sealFiles),
  handleOutsideTx(contract.issuePdf, issuePdf),
  handle(contract.listSignatures, signatures.listSignatures),
  ...statusRoutes,
  ...verificationRoutes,
];
