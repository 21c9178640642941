// SPDX-License-Identifier: Apache-2.0
/** Every page of the portal. */
import type { PageDefinition } from '../server/page.ts';
import {
  certificateRegisterPage,
  revokeAnyCertificatePage,
  revokeOwnCertificatePage,
  signaturesPage,
} from './signing/signing.page.ts';
import { closingPage } from './accounts/closing.page.ts';
import { accountOfPersonPage, accountRequestPage, accountsOfficePage } from './accounts/office.page.ts';
import { finishRecoveryPage, recoverEverythingPage, recoverPage, recoverSentPage } from './accounts/recover.page.ts';
import {
  finishRegistrationPage,
  invitedPage,
  registerByNumberPage,
  registerByPassportPage,
  registerPage as registrationPage,
  registerSentPage,
} from './accounts/register.page.ts';
import { auditPages } from './audit/pages.ts';
import { accessPage } from './cabinet/access.page.ts';
import { applicationsPage, documentsPage, inboxPage, overviewPage } from './cabinet/cabinet.page.ts';
import { requestsPage } from './cabinet/requests.page.ts';
import { ownSurveysPage } from './cabinet/surveys.page.ts';
import { answersPage } from './citizen/answers.page.ts';
import { casePage } from './citizen/case.page.ts';
import { checkPage } from './citizen/check.page.ts';
import { confirmationPage } from './citizen/confirmation.page.ts';
import { entriesPage } from './citizen/entries.page.ts';
import { formPage } from './citizen/form.page.ts';
import { paidPage, payPage } from './citizen/pay.page.ts';
import { startPage } from './citizen/start.page.ts';
import { tasksPage } from './citizen/tasks.page.ts';
import { byNumberPage } from './documents/by-number.page.ts';
import { deskPage } from './documents/desk.page.ts';
import { disciplinePage } from './documents/discipline.page.ts';
import { letterPage, lettersPage, newLetterPage } from './cabinet/letters.page.ts';
import { dispatchesPage, dispatchPage } from './documents/dispatches.page.ts';
import { documentCardPage, documentPage } from './documents/document.page.ts';
import { documentImportPage, documentImportsPage } from './documents/imports.page.ts';
import { journalPage } from './documents/journals.page.ts';
import { documentListPage } from './documents/list.page.ts';
import { mailPage } from './documents/mail.page.ts';
import { newDocumentPage } from './documents/new.page.ts';
import { normsPage } from './documents/norms.page.ts';
import { documentsOverviewPage } from './documents/overview.page.ts';
import { passagesPage } from './documents/passages.page.ts';
import { draftPage, templatePage, templatesPage } from './documents/templates.page.ts';
import { previewPage } from './documents/preview.page.ts';
import { resolvePage } from './documents/resolve.page.ts';
import { timelinePage } from './documents/timeline.page.ts';
import { examinationPages } from './examination/pages.ts';
import { architecturePages } from './architecture/pages.ts';
import { booksPages } from './books/pages.ts';
import { consentPages } from './consent/pages.ts';
import { certificationPages } from './certification/pages.ts';
import { monitoringPages } from './monitoring/pages.ts';
import { payoutsPages } from './payouts/pages.ts';
import { integratorPages } from './integrator/pages.ts';
import { labourPages } from './labour/pages.ts';
import { paymentPages } from './payments/pages.ts';
import { messagesPages } from './messages/pages.ts';
import { practicePage, practiceTaskPage, trainedPage } from './practice/practice.page.ts';
import { readinessPage } from './practice/readiness.page.ts';
import { verifyEvidencePage } from './exchange/verify-evidence.page.ts';
import { accountPage, linkPage, signOutPage } from './identity/account.page.ts';
import {
  appPage,
  passkeyPage,
  proofingPage,
  recoveryPage,
  removeFactorPage,
  secondFactorPage,
  securityPage,
} from './identity/security.page.ts';
import { actingForPage, signInPage } from './identity/sign-in.page.ts';
import { eventReplayPage, eventsPage, ownEventReplayPage, ownEventsPage } from './exchange/events.page.ts';
import { exchangePage, ownExchangePage, registerPage } from './exchange/exchange.page.ts';
import { messagePage, messagesPage } from './exchange/messages.page.ts';
import { grantPage, ownGrantPage, ownRightPage, rightPage, rightsPage } from './exchange/rights.page.ts';
import { certificateRequestsPage } from './exchange/certificate-requests.page.ts';
import { certificatesPage, revokeCertificatePage } from './exchange/certificates.page.ts';
import { incidentsPage } from './exchange/state.page.ts';
import { ownSubsystemPage, revokePage, subsystemPage } from './exchange/subsystem.page.ts';
import { trafficPage } from './exchange/traffic.page.ts';
import { agreementPages } from './agreements/pages.ts';
import { placesPage } from './cabinet/places.page.ts';
import { portfolioPages } from './portfolio/pages.ts';
import { regionsPages } from './regions/pages.ts';
import { clientsPage, softwarePage } from './powers/clients.page.ts';
import { paperPage } from './powers/paper.page.ts';
import { donePage, newPowerPage, powerPage, powersPage } from './powers/powers.page.ts';
import {
  accessibilityPage,
  barriersPage,
  contactPage,
  cookiesPage,
  privacyPage,
  reportBarrierPage,
  termsPage,
} from './legal/legal.page.ts';
import { counterPages } from './counter/pages.ts';
import { officePages } from './office/pages.ts';
import { operationsPage } from './operations/operations.page.ts';
import { administrationPage, changesPage } from './administration/administration.page.ts';
import { emergencyPage } from './administration/emergency.page.ts';
import { reviewPage } from './administration/review.page.ts';
import { importPage, importsPage } from './administration/imports.page.ts';
import { invitePage } from './administration/invite.page.ts';
import { newChangePage } from './administration/new-change.page.ts';
import { dutiesPage, dutyHoldersPage, personDutiesPage } from './administration/permissions.page.ts';
import { directoryPage } from './organisations/directory.page.ts';
import { organisationPage } from './organisations/organisation.page.ts';
import { apiPage } from './public/api.page.ts';
import { eligibilityPage } from './public/eligibility.page.ts';
import { howPage } from './public/how.page.ts';
import { homePage } from './public/home.page.ts';
import { lifeEventPage } from './public/life-event.page.ts';
import { searchPage } from './public/search.page.ts';
import { servicePage } from './public/service.page.ts';
import { servicesPage } from './public/services.page.ts';
import { verifyEntryPage, verifyPage } from './public/verify.page.ts';
import { cabinetPage, cabinetPlacePage, followupPage, followupsPage } from './quality/cabinet.page.ts';
import { qualityPage, ratingPage } from './quality/quality.page.ts';
import { qualityStaffPages } from './quality-staff/pages.ts';
import { supportPages } from './support/pages.ts';
import { stylePage } from './shell/style.page.ts';
import { surveyPages } from './survey/pages.ts';

export const pages: readonly PageDefinition[] = [
  homePage,
  servicesPage,
  searchPage,
  servicePage,
  howPage,
  lifeEventPage,
  eligibilityPage,
  verifyEntryPage,
  verifyPage,
  verifyEvidencePage,
  ...examinationPages,
  documentsOverviewPage,
  mailPage,
  passagesPage,
  ...architecturePages,
  ...integratorPages,
  ...labourPages,
  ...booksPages,
  ...monitoringPages,
  ...supportPages,
  ...certificationPages,
  ...payoutsPages,
  ...consentPages,
  ...messagesPages,
  practicePage,
  readinessPage,
  trainedPage,
  practiceTaskPage,
  documentListPage,
  byNumberPage,
  documentImportsPage,
  documentImportPage,
  templatesPage,
  templatePage,
  draftPage,
  dispatchesPage,
  dispatchPage,
  deskPage,
  disciplinePage,
  newDocumentPage,
  normsPage,
  journalPage,
  documentPage,
  previewPage,
  timelinePage,
  documentCardPage,
  resolvePage,
  apiPage,
  stylePage,
  accessibilityPage,
  barriersPage,
  contactPage,
  cookiesPage,
  privacyPage,
  reportBarrierPage,
  termsPage,
  startPage,
  formPage,
  entriesPage,
  answersPage,
  tasksPage,
  checkPage,
  confirmationPage,
  payPage,
  paidPage,
  casePage,
  overviewPage,
  applicationsPage,
  inboxPage,
  documentsPage,
  newLetterPage,
  lettersPage,
  letterPage,
  accessPage,
  requestsPage,
  ownSurveysPage,
  accountPage,
  ...agreementPages,
  placesPage,
  ...portfolioPages,
  ...regionsPages,
  powersPage,
  newPowerPage,
  donePage,
  powerPage,
  clientsPage,
  softwarePage,
  paperPage,
  closingPage,
  registrationPage,
  registerByNumberPage,
  registerByPassportPage,
  registerSentPage,
  invitedPage,
  finishRegistrationPage,
  recoverPage,
  recoverSentPage,
  recoverEverythingPage,
  finishRecoveryPage,
  signaturesPage,
  revokeOwnCertificatePage,
  certificateRegisterPage,
  revokeAnyCertificatePage,
  securityPage,
  removeFactorPage,
  secondFactorPage,
  appPage,
  passkeyPage,
  recoveryPage,
  proofingPage,
  signInPage,
  signOutPage,
  linkPage,
  actingForPage,
  ...surveyPages,
  ...qualityStaffPages,
  ...paymentPages,
  accountsOfficePage,
  accountOfPersonPage,
  accountRequestPage,
  administrationPage,
  importPage,
  importsPage,
  invitePage,
  newChangePage,
  reviewPage,
  emergencyPage,
  dutiesPage,
  changesPage,
  personDutiesPage,
  dutyHoldersPage,
  directoryPage,
  organisationPage,
  qualityPage,
  cabinetPage,
  followupsPage,
  followupPage,
  cabinetPlacePage,
  ratingPage,
  ...officePages,
  ...counterPages,
  ...auditPages,
  operationsPage,
  trafficPage,
  exchangePage,
  registerPage,
  subsystemPage,
  revokePage,
  rightsPage,
  grantPage,
  rightPage,
  certificatesPage,
  certificateRequestsPage,
  revokeCertificatePage,
  incidentsPage,
  eventsPage,
  eventReplayPage,
  messagesPage,
  messagePage,
  ownExchangePage,
  ownSubsystemPage,
  ownGrantPage,
  ownRightPage,
  ownEventsPage,
  ownEventReplayPage,
];
