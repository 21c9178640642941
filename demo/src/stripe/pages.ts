// SPDX-License-Identifier: Apache-2.0
/** Where the method leads the payer: what happens is chosen. English alone, as a tool for trying things out. */
import { formatAmount } from '@stoa/country-xm';
import { html, page } from '../html.ts';
import type { Intent, Outcome } from './intents.ts';

const outcomes: Readonly<Record<Outcome, string>> = {
  pays: 'The payment succeeds',
  fails: 'The payment fails',
  disputes: 'The payment succeeds, and the payer disputes it',
};

export function payPage(intent: Intent): string {
  const choices = Object.entries(outcomes).map(
    ([value, label], at) =>
      html`<label><input type="radio" name="outcome" value="${value}"${at === 0 ? html` checked` : ''}><span>${label}</span></label>`,
  );
  const form = html`<form method="post" action="/pay/${intent.id}"><fieldset><legend>What happens</legend>${choices}</fieldset>
<button>Go on</button></form>`;
  const body = html`<header><span class="brand">Test payment page</span></header>
<main><h1>Authorise the payment</h1>
<p class="amount">${formatAmount(intent.amount, intent.currency.toUpperCase(), 'en')}</p>
<dl><dt>For</dt><dd><bdi>${intent.description}</bdi></dd><dt>Method</dt><dd>${intent.method ?? ''}</dd></dl>
${
  intent.status === 'requires_action'
    ? form
    : html`<p class="good">This payment is over: ${intent.status}.</p>
<p><a href="${intent.returnUrl}">Return to the merchant</a></p>`
}
<p><small>A service for trying things out: no real money moves.</small></p></main>`;
  return page('Authorise the payment', body, 'en');
}
