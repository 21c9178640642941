// SPDX-License-Identifier: Apache-2.0
/** The bank's hosted page: plain forms, no script. */
import { formatAmount, type Language, languages } from '@stoa/country-xm';
import { type Html, html, page } from '../html.ts';
import type { Checkout } from './checkouts.ts';
import { bankTexts, languageNames } from './texts.ts';

/** What each test card does. */
export const testCards = {
  '4242424242424242': 'pays',
  '4000000000000002': 'declines',
  '4000000000000259': 'paysLate',
  '4000000000000341': 'paysRepeatedly',
} as const;

const grouped = (card: string) => card.replace(/(\d{4})(?=\d)/g, '$1 ');

/** Address to which the payer returns: the merchant's own with the checkout's id, which proves nothing by itself. */
export function returnAddress(checkout: Checkout): string {
  const url = new URL(checkout.returnUrl);
  url.searchParams.set('checkout', checkout.id);
  return url.href;
}

/** The page of a checkout in any state; `problem` is shown above the form. */
export function checkoutPage(checkout: Checkout, language: Language, problem?: 'declined' | 'noCard'): string {
  const texts = bankTexts[language];
  const others = languages.map((other) =>
    other === language
      ? html`<span lang="${other}" aria-current="true">${languageNames[other]}</span>`
      : html`<a lang="${other}" hreflang="${other}" href="?lang=${other}">${languageNames[other]}</a>`,
  );
  const body = html`<header><span class="brand" lang="en">Meridia Bank</span><nav aria-label="${texts.language}">${others}</nav></header>
<main>
<h1>${texts.title}</h1>
<p class="amount">${formatAmount(checkout.amountMinor, checkout.currency, language)}</p>
<dl><dt>${texts.reference}</dt><dd><bdi>${checkout.description ?? checkout.reference}</bdi></dd></dl>
${problem ? html`<p class="bad" role="alert">${texts[problem]}</p>` : ''}
${checkout.state === 'open' ? cardForm(checkout, language) : outcome(checkout, language)}
<p><small>${texts.notReal}</small></p>
</main>`;
  return page(`${texts.title} – Meridia Bank`, body, language);
}

function cardForm(checkout: Checkout, language: Language): Html {
  const texts = bankTexts[language];
  const cards = Object.entries(testCards).map(
    ([card, effect], index) =>
      html`<label><input type="radio" name="card" value="${card}"${index === 0 ? html` checked` : ''}><span><bdi dir="ltr">${grouped(card)}</bdi><br>${texts[effect]}</span></label>`,
  );
  return html`<form method="post" action="/pay/${checkout.id}?lang=${language}">
<fieldset><legend>${texts.chooseCard}</legend>${cards}</fieldset>
<button name="action" value="pay">${texts.pay}</button>
<button name="action" value="leave" class="quiet">${texts.leave}</button>
</form>`;
}

function outcome(checkout: Checkout, language: Language): Html {
  const texts = bankTexts[language];
  if (checkout.state === 'open') return html``;
  const kind = checkout.state === 'paid' ? 'good' : 'bad';
  return html`<p class="${kind}">${texts[checkout.state]}</p><p><a href="${returnAddress(checkout)}">${texts.back}</a></p>`;
}
