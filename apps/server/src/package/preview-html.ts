// SPDX-License-Identifier: Apache-2.0
/** The preview as one HTML file that needs nothing beside it, with the process as it is drawn. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { inLanguage } from '@stoa/kernel/contract';
import type { Section } from './preview.ts';

const safe = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function htmlOf(pkg: ServicePackage, language: string, sections: readonly Section[]): string {
  const title = safe(inLanguage(pkg.facts.title, language));
  const items = (lines: Section['lines']): string =>
    lines
      .map(({ text, under = [] }) => {
        const deeper = under.length > 0 ? `<ul>${under.map((one) => `<li>${safe(one)}</li>`).join('')}</ul>` : '';
        return `<li>${safe(text)}${deeper}</li>`;
      })
      .join('\n');
  const parts = sections.map(
    (section) =>
      `<h2>${safe(section.title)}</h2>\n${section.title === 'Process' ? picture(pkg, language) : ''}<ul>\n${items(section.lines)}\n</ul>`,
  );
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}svg{max-width:100%;height:auto}</style>
<h1>${title}</h1>
<p>Draft: ${safe(pkg.serviceId)}, ${pkg.version}</p>
${parts.join('\n')}
</html>
`;
}

function picture({ process: { nodes, edges }, nodeTitles }: ServicePackage, language: string): string {
  const drawn = nodes.filter(({ width }) => width > 0);
  if (drawn.length === 0) return '';
  const right = Math.max(...drawn.map(({ x, width }) => x + width)) + 20;
  const bottom = Math.max(...drawn.map(({ y, height }) => y + height)) + 40;
  const lines = edges.map(
    ({ points }) =>
      `<polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="none" stroke="#555" marker-end="url(#tip)"/>`,
  );
  const shapes = drawn.map(({ id, name, x, y, width, height }) => {
    const words = safe(inLanguage(nodeTitles[id] ?? { en: name }, language));
    const small = width < 60;
    return `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${small ? width / 2 : 8}" fill="#fff" stroke="#222"/><foreignObject x="${small ? x - 30 : x}" y="${small ? y + height : y}" width="${small ? width + 60 : width}" height="${small ? 40 : height}"><div xmlns="http://www.w3.org/1999/xhtml" style="font:11px sans-serif;text-align:center">${words}</div></foreignObject></g>`;
  });
  return `<svg viewBox="0 0 ${right} ${bottom}" width="${right}" height="${bottom}" role="img" aria-label="The process as it is drawn; its steps follow as a list"><defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>${lines.join('')}${shapes.join('')}</svg>\n`;
}
