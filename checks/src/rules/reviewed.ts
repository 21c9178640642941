// SPDX-License-Identifier: Apache-2.0
/** What was looked at by a person and allowed, each with its reason. Adding a line here is a reviewed act. */

/** Routes that ask no sign-in. */
export const publicRoutes: Readonly<Record<string, string>> = {
  'analytics.get-ratings': 'ratings are published for everybody; small groups are hidden',
  'analytics.get-rating': 'ratings are published for everybody; small groups are hidden',
  'cases.verify-output':
    'whoever is shown a document may check it: the code on it is the secret, the answer has no more',
  'catalogue.list-services': 'the catalogue is public information',
  'catalogue.list-life-events': 'the catalogue is public information',
  'catalogue.get-service': 'the catalogue is public information',
  'catalogue.check-eligibility': 'asked before sign-in, about nobody in particular; nothing is kept',
  'catalogue.export-cpsv': 'the catalogue is open data',
  'exchange.enrol-connector': 'a connector has no account yet: its single-use token is the credential',
  'GET /api/exchange/crl': 'whoever checks a signature must learn which certificates were revoked',
  'POST /api/exchange/ocsp': 'whoever checks a signature must learn the state of its certificate',
  'GET /api/exchange/ocsp/*': 'whoever checks a signature must learn the state of its certificate',
  'identity.get-organisation': 'names and regions of organisations are public',
  'identity.describe-interaction': 'part of signing in: the unguessable interaction id is the credential',
  'GET /sign-in': 'signing in',
  'GET /sign-in/callback': 'signing in: the OpenID provider sends the browser here',
  'GET,POST /sign-out': 'ends whatever session there is',
  'POST /sign-in/:uid/continue': 'signing in: the unguessable interaction id is the credential',
  'GET,POST /oidc/*': 'the OpenID provider checks its own credentials',
  'POST /payments/callbacks/bank': 'the payment provider signs its callbacks',
  'quality.open-survey': 'the personal, single-use survey link is the credential',
  'quality.see-survey': 'the personal, single-use survey link is the credential',
  'quality.start-survey': 'the personal, single-use survey link is the credential',
  'quality.submit-answers': 'the personal, single-use survey link is the credential',
  'search.find': 'searches what is published',
  'surveys.pick-template': 'questionnaires are public',
  'surveys.get-template-version': 'questionnaires are public',
};

/** Refusal codes answered where there is no operation to declare them: protocol endpoints and raw routes. */
export const protocolRefusals: Readonly<Record<string, string>> = {
  'exchange.hub-starting': 'hub, before its directory is loaded',
  'exchange.no-such-address': 'hub, an address that is neither a sync call nor a mailbox',
  'exchange.body-malformed': 'mailbox endpoint',
  'exchange.message-invalid': 'mailbox endpoint',
  'exchange.text-malformed': 'hub, text that the log cannot hold',
  'exchange.type-unknown': 'mailbox endpoint',
  'exchange.access-denied': 'mailbox endpoint',
  'exchange.message-stale': 'mailbox endpoint',
  'exchange.message-id-taken': 'mailbox endpoint',
  'exchange.content-invalid': 'mailbox endpoint',
  'exchange.reply-to-unknown': 'mailbox endpoint',
  'exchange.answer-ambiguous': 'mailbox endpoint',
  'exchange.target-message-not-found': 'mailbox endpoint (SMEV 1.3 TargetMessageIsNotFound)',
  'identity.starting': 'sign-in pages, before the provider is up',
  'identity.code-refused': 'GET /sign-in/callback',
  'identity.account-locked': 'POST /sign-in/:uid/continue',
  'identity.sign-in-refused': 'POST /sign-in/:uid/continue',
  'payments.callback-unsigned': 'POST /payments/callbacks/bank',
  'payments.callback-malformed': 'POST /payments/callbacks/bank',
  'payments.checkout-unknown': 'POST /payments/callbacks/bank',
  'payments.amount-differs': 'POST /payments/callbacks/bank',
};
