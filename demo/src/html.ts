// SPDX-License-Identifier: Apache-2.0
/** Text that is already HTML. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

type Part = string | number | Html | readonly Html[];
const render = (part: Part): string => {
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map((one) => one.markup).join('');
  return escapeMarkup(String(part));
};

/** Markup with every value escaped, save those that are `Html`. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((all, string, index) => all + render(parts[index - 1] ?? '') + string));

/** A whole page in one style; pages carry no script. */
export const page = (title: string, body: Html, language = 'en'): string =>
  html`<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
${body}
</body>
</html>
`.markup;

/** Security headers of a page without script; `formTargets` are origins that its form may end up at. */
export const pageHeaders = (formTargets: readonly string[] = []): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'; form-action ${["'self'", ...formTargets].join(' ')}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
});

export const stylesheet = `
:root { color-scheme: light dark; --ink: #1d2330; --paper: #f7f7f5; --card: #fff; --line: #c9ccd3; --accent: #1f4e79; --on-accent: #fff; --bad: #a3201d; --good: #1c6b3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef2; --paper: #15181e; --card: #1e222b; --line: #474d5a; --accent: #8ab8e6; --on-accent: #10151d; --bad: #ff9a94; --good: #7fd6a0; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1.125rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header, main { max-inline-size: 40rem; margin-inline: auto; padding: 1rem; }
main.wide { max-inline-size: 64rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between; border-block-end: 1px solid var(--line); }
.brand { font-weight: 700; letter-spacing: .02em; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: 1rem; }
a { color: var(--accent); }
nav a { padding-block: .25rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin-block: 1rem; }
.amount { font-size: 2rem; font-weight: 700; margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
fieldset { border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: 1rem; margin: 1.5rem 0; }
legend { font-weight: 600; padding-inline: .5rem; }
label { display: flex; gap: .75rem; padding-block: .75rem; cursor: pointer; }
input[type=radio] { inline-size: 1.5rem; block-size: 1.5rem; flex: none; accent-color: var(--accent); }
label bdi { white-space: nowrap; font-variant-numeric: tabular-nums; }
button { font: inherit; font-weight: 600; min-block-size: 3rem; padding: .5rem 1.5rem; border-radius: 6px; border: 2px solid var(--accent); background: var(--accent); color: var(--on-accent); cursor: pointer; margin-block: .25rem; margin-inline-end: .5rem; }
button.quiet { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid #d98200; outline-offset: 2px; }
.bad, .good { border-inline-start: 6px solid; padding: .75rem 1rem; background: var(--card); }
.bad { border-color: var(--bad); } .good { border-color: var(--good); }
.table { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; font-size: 1rem; }
th, td { text-align: start; vertical-align: top; padding: .5rem; border-block-end: 1px solid var(--line); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line); padding: 1rem; font-size: 1rem; }
iframe { inline-size: 100%; block-size: 32rem; border: 1px solid var(--line); background: #fff; }
`;
