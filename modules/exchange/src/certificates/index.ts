// SPDX-License-Identifier: Apache-2.0
/** Certificates of connectors, hubs and seals: asked for, issued, renewed, revoked. */
export { anchored, type Authority, exchangeAuthority } from './authority.ts';
export { allowEnrolment, certifyConnector, enrolConnector, stillWaiting } from './enrolment.ts';
export { type HubIdentity, hubIdentity, renewWithinDays } from './hub-identity.ts';
export { certify, requestedKeys } from './issued.ts';
export { fillSerials } from './store.ts';
export { currentLists, followRevocationLists, listMissing } from './outside-lists.ts';
export { certificateStates, listCertificates, listValidCertificates } from './queries.ts';
export { answerOcsp, currentCrl, issueCrl, revokeCertificate, revokeCertificates } from './revocation.ts';
export { answerCertificateRequest, listCertificateRequests, rejectCertificateRequest } from './answered-requests.ts';
