// SPDX-License-Identifier: Apache-2.0
import { checks } from './page-checks.ts';

export interface LookedAt {
  readonly page: string;
  readonly language: string;
  /** `check: what is wrong`. */
  readonly faults: readonly string[];
}

/** A table of pages and checks, and below it each fault once with the pages that have it. */
export function pagesReport(lookedAt: readonly LookedAt[]): { text: string; faults: number } {
  const names = ['axe', ...Object.keys(checks)];
  const checkOf = (fault: string) => names.find((name) => fault.startsWith(`${name}: `)) ?? 'page';
  const pages = [...new Set(lookedAt.map(({ page }) => page))];
  const columns = [...names, 'page'];
  const rows = pages.map((page) => {
    const faults = lookedAt.filter((one) => one.page === page).flatMap((one) => one.faults);
    return `| ${[page, ...columns.map((name) => faults.filter((fault) => checkOf(fault) === name).length || '–')].join(' | ')} |`;
  });
  const byFault = new Map<string, string[]>();
  for (const { page, language, faults } of lookedAt)
    for (const fault of faults) byFault.set(fault, [...(byFault.get(fault) ?? []), `${page} (${language})`]);
  const lines = [...byFault].map(
    ([fault, where]) =>
      `- ${fault}\n  ${where.slice(0, 5).join(', ')}${where.length > 5 ? ` and ${where.length - 5} more` : ''}`,
  );
  const text = [
    '# Pages',
    '',
    `${pages.length} pages, each in English and Arabic: axe and what it cannot see. – means nothing was found.`,
    '',
    ...Object.entries(checks).map(([name, what]) => `- **${name}**: ${what}`),
    '',
    `| Page | ${columns.join(' | ')} |`,
    `| --- |${columns.map(() => ' --- |').join('')}`,
    ...rows,
    '',
    ...(lines.length > 0 ? ['## Found', '', ...lines] : ['Nothing was found.']),
    '',
  ].join('\n');
  return { text, faults: byFault.size };
}
