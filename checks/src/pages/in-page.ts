// SPDX-License-Identifier: Apache-2.0
/**
 * What runs in the page itself: brought there as text by `page-checks.ts`, so nothing is imported here, and typed with the
 * portal, which knows what a browser has.
 */
interface Fault {
  readonly check: string;
  readonly fault: string;
}
interface Stop {
  readonly label: string;
  /** Place among all elements of the document. */
  readonly order: number;
  readonly faults: readonly string[];
}

/** What the marks of the page say, and how large its targets are. */
export function markFaults(): Fault[] {
  const found: Fault[] = [];
  const text = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const visible = (element: HTMLElement) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const all = <E extends HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)].filter(visible);

  // 1.3.1: a label, an error and a link of the summary belong to the first element of their id.
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at)))
    found.push({ check: 'id', fault: `more than one element has the id ${id}` });

  // 2.5.8: a link within a sentence has the line's height; boxes that a label enlarges count with it.
  for (const element of all('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    const inline = element.tagName === 'A' && getComputedStyle(element).display === 'inline';
    const label = (element as HTMLInputElement).labels?.[0];
    const boxes = [element, ...(label ? [label] : [])].map((one) => one.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    const hidden = element.closest('.visually-hidden, .skip') !== null;
    if (!inline && !hidden && (width < 24 || height < 24))
      found.push({
        check: 'target',
        fault: `<${element.tagName.toLowerCase()}> "${text(element).slice(0, 40)}" is ${Math.round(width)} × ${Math.round(height)} px`,
      });
  }

  // 3.1.2: proper names are exempt, so only longer passages count.
  const scripts: Record<string, RegExp> = {
    ar: /\p{Script=Arabic}/gu,
    ru: /\p{Script=Cyrillic}/gu,
    kk: /\p{Script=Cyrillic}/gu,
    uk: /\p{Script=Cyrillic}/gu,
  };
  const latin = /\p{Script=Latin}/gu;
  const count = (words: string, script: RegExp) => words.match(script)?.length ?? 0;
  for (const element of all('main p, main li, main dd, main td, main label, main h1, main h2, main h3')) {
    if (
      element.querySelector('p, li, dd, td, bdi, [lang], code, [dir]') ||
      element.closest('bdi, code, [dir=ltr], [translate=no]')
    )
      continue;
    const words = text(element);
    const language = element.closest('[lang]')?.getAttribute('lang') ?? '';
    const own = count(words, scripts[language] ?? latin);
    const others = count(words, /\p{L}/gu) - own;
    if (words.split(' ').length >= 8 && others > own)
      found.push({ check: 'language', fault: `"${words.slice(0, 60)}" is not in ${language}` });
  }

  // 4.1.3, 3.3.1
  for (const notice of all('.notice'))
    if (
      new URLSearchParams(location.search).has('notice') &&
      !notice.closest('[role=status], [role=alert], [aria-live]')
    )
      found.push({ check: 'status', fault: `"${text(notice).slice(0, 60)}" is not announced` });
  const summary = document.querySelector<HTMLElement>('.error-summary');
  if (summary) {
    if (!/^(role|alert)/.test(summary.getAttribute('role') ?? ''))
      found.push({ check: 'status', fault: 'the error summary is no alert' });
    for (const link of summary.querySelectorAll('a')) {
      const field = document.getElementById(link.hash.slice(1));
      const described = (field?.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => text(document.getElementById(id)));
      if (!field) found.push({ check: 'status', fault: `the error "${text(link)}" leads to no field` });
      else if (
        !text(field.closest('.field, fieldset')).includes(text(link)) &&
        !described.some((one) => one.includes(text(link)))
      )
        found.push({ check: 'status', fault: `the error "${text(link)}" is not repeated at its field` });
    }
  }

  // 1.3.5: what is about the person themselves; passwords and addresses at least.
  for (const input of all<HTMLInputElement>('input[type=email], input[type=tel], input[type=password]'))
    if (!input.autocomplete) found.push({ check: 'entry', fault: `<input name="${input.name}"> has no autocomplete` });

  // 2.4.4: "Change" beside "Change" that lead to different places tell nothing apart.
  const places = new Map<string, Set<string>>();
  for (const link of all<HTMLAnchorElement>('main a[href]')) {
    const described = link.getAttribute('aria-describedby') ?? '';
    const name =
      `${link.getAttribute('aria-label') ?? text(link)} ${described && text(document.getElementById(described))}`.trim();
    if (name) places.set(name, (places.get(name) ?? new Set()).add(link.href));
  }
  for (const [name, hrefs] of places)
    if (hrefs.size > 1) found.push({ check: 'name', fault: `"${name.slice(0, 60)}" leads to ${hrefs.size} places` });
  return found;
}

/** What has the focus and what is wrong with how it looks. */
export function focusedStop(): Stop | undefined {
  const element = document.activeElement as HTMLElement | null;
  if (!element || element === document.body || element === document.documentElement) return undefined;
  const faults: string[] = [];
  const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
  const label = `<${element.tagName.toLowerCase()}> "${name || element.getAttribute('name') || ''}"`;
  if (element.tabIndex > 0) faults.push('has a tab order of its own');
  const box = element.getBoundingClientRect();
  const inView =
    box.bottom > 0 && box.top < globalThis.innerHeight && box.right > 0 && box.left < globalThis.innerWidth;
  if (!inView || box.width === 0) faults.push('is focused where nobody sees it');
  else {
    const x = Math.min(Math.max(box.left + box.width / 2, 1), globalThis.innerWidth - 1);
    const y = Math.min(
      Math.max(box.top + Math.min(box.height, globalThis.innerHeight) / 2, 1),
      globalThis.innerHeight - 1,
    );
    const top = document.elementFromPoint(x, y);
    const labels = [...((element as HTMLInputElement).labels ?? [])];
    const related = top && (element.contains(top) || top.contains(element) || labels.some((one) => one.contains(top)));
    if (top && !related) faults.push(`is covered by <${top.tagName.toLowerCase()} class="${top.className}">`);
  }
  const marked = [element, ...((element as HTMLInputElement).labels ?? []), element.parentElement].some((one) => {
    if (!one) return false;
    const style = getComputedStyle(one);
    const before = getComputedStyle(one, '::before');
    return [style, before].some(
      (part) => (part.outlineStyle !== 'none' && Number.parseFloat(part.outlineWidth) > 0) || part.boxShadow !== 'none',
    );
  });
  if (!marked) faults.push('does not show that it is focused');
  return { label, order: [...document.querySelectorAll('*')].indexOf(element), faults };
}

/** Texts of which a part cannot be seen nor scrolled to. */
export function cutTexts(): string[] {
  return [...document.querySelectorAll<HTMLElement>('main *, header *, footer *')].flatMap((element) => {
    const style = getComputedStyle(element);
    const hides = [style.overflowX, style.overflowY].some((way) => way === 'hidden' || way === 'clip');
    const shown = element.checkVisibility() && element.clientWidth > 1 && element.textContent?.trim();
    if (!hides || !shown || element.closest('.visually-hidden, svg')) return [];
    const over = element.scrollHeight - element.clientHeight > 2 || element.scrollWidth - element.clientWidth > 2;
    return over
      ? [
          `<${element.tagName.toLowerCase()} class="${element.className}"> cuts "${element.textContent?.trim().slice(0, 60)}"`,
        ]
      : [];
  });
}

/** The spacing that people may set (1.4.12), by a style sheet that the page's policy lets a script make; and back. */
export function spaceOut(on: boolean): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
  );
  document.adoptedStyleSheets = on ? [sheet] : [];
}

export const widths = () => ({
  page: document.documentElement.scrollWidth,
  window: document.documentElement.clientWidth,
});

export function toTop(): void {
  (document.activeElement as HTMLElement | null)?.blur();
  globalThis.scrollTo(0, 0);
}
