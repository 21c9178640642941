// SPDX-License-Identifier: Apache-2.0
/** `stoa package preview`: what a draft asks, costs and takes, and how it goes, without publishing it. */
import { writeFile } from 'node:fs/promises';
import { decisionFile, type Field, knownValueOf, type ServicePackage } from '@stoa/catalogue/contract';
import { inLanguage, languages, type LocalText } from '@stoa/kernel/contract';
import { draftAt, onlyOne, readArguments, say, Wrong } from './arguments.ts';
import { htmlOf } from './preview-html.ts';

/** A heading with its lines; deeper lines stand under the one before. */
export interface Section {
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly under?: readonly string[] }[];
}

export async function preview(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, {
    language: { type: 'string' },
    html: { type: 'string' },
    country: { type: 'string' },
  });
  const language = String(values.language ?? 'en');
  if (!languages.some((one) => one === language)) throw new Wrong(`--language: choose one of ${languages.join(', ')}`);
  const draft = await draftAt(onlyOne(positionals, 'the folder of the package'), values.country);
  if (!draft) return 1;
  const { pkg } = draft;
  const sections = sectionsOf(pkg, language);
  if (typeof values.html === 'string') {
    await writeFile(values.html, htmlOf(pkg, language, sections));
    say(`${values.html} shows ${pkg.serviceId} as it would be published`);
    return 0;
  }
  say(`${inLanguage(pkg.facts.title, language)} (${pkg.serviceId}, ${pkg.version})`);
  for (const { title, lines } of sections)
    say('', title, ...lines.flatMap(({ text, under = [] }) => [`  ${text}`, ...under.map((line) => `      ${line}`)]));
  return 0;
}

function sectionsOf(pkg: ServicePackage, language: string): Section[] {
  const { facts } = pkg;
  const text = (words: LocalText) => inLanguage(words, language);
  const line = (one: string, under: readonly string[] = []) => ({ text: one, under });
  return [
    {
      title: 'Service',
      lines: [
        line(text(facts.summary)),
        line(
          `for ${facts.audience.join(' and ')}; sign-in of level ${facts.assurance}; numbers ${facts.numberPrefix}-…`,
        ),
        ...(facts.territory ? [line(`${facts.level} service; regions: ${[facts.territory].flat().join(', ')}`)] : []),
        ...facts.legalBasis.map((act) => line(`${text(act.title)}, ${act.article}`)),
        ...Object.values(facts.competence.offices).map(({ name }) => line(`decided by ${text(name)}`)),
      ],
    },
    {
      title: 'Questions before sign-in',
      lines: pkg.eligibility.map(({ label }) => line(text(label))),
    },
    {
      title: 'Pages',
      lines: pkg.pages.map((page) =>
        line(`${text(page.title)}${page.askedWhen ? `, when ${page.askedWhen}` : ''}`, [
          ...page.fields.flatMap((name) =>
            pkg.fields.filter((field) => field.name === name).map((field) => asked(field, text)),
          ),
        ]),
      ),
    },
    { title: 'Fees', lines: feesOf(pkg, text) },
    { title: 'Terms', lines: termsOf(pkg, text) },
    { title: 'Process', lines: stepsOf(pkg, text) },
    {
      title: 'Papers',
      lines: Object.entries(pkg.outputs).map(([code, { title }]) => line(`${text(title)} (${code})`)),
    },
    {
      title: 'Messages',
      lines: Object.entries(pkg.notifications).map(([code, { subject }]) => line(`${code}: ${text(subject)}`)),
    },
  ].filter(({ lines }) => lines.length > 0);
}

type Text = (words: LocalText) => string;

function asked(field: Field, text: Text): string {
  const { source, choices = [], askedWhen } = field;
  const from =
    source.kind === 'register'
      ? `from the register ${source.register}`
      : source.kind === 'officer'
        ? 'by the officer'
        : field.widget;
  const choice =
    choices.length > 0
      ? `: ${choices
          .slice(0, 8)
          .map(({ label }) => text(label))
          .join(' / ')}${choices.length > 8 ? ' / …' : ''}`
      : '';
  return `${text(field.label)}${field.required ? '' : ' (may be left out)'} [${from}${choice}]${askedWhen ? ` when ${askedWhen}` : ''}`;
}

function feesOf(pkg: ServicePackage, text: Text): Section['lines'] {
  const { currency } = pkg.facts;
  const file = decisionFile(pkg, 'fee');
  return [...(file?.rules.values() ?? [])].map(({ id, outputs }) => {
    const amounts = outputs.map((cell) => {
      const amount = knownValueOf(cell, {});
      return typeof amount === 'number' ? `${(amount / 100).toFixed(2)} ${currency ?? ''}` : cell;
    });
    return { text: `${text(pkg.ruleTexts[id] ?? { en: id })}: ${amounts.join(', ')}` };
  });
}

function termsOf(pkg: ServicePackage, text: Text): Section['lines'] {
  const { facts, process, nodeTitles, ruleTexts } = pkg;
  const days = facts.deadlineWorkingDays;
  return [
    { text: days === 0 ? 'decided at once' : `decided within ${days} working days` },
    ...[...(decisionFile(pkg, 'deadline')?.rules.values() ?? [])].map(({ id, outputs }) => ({
      text: `${text(ruleTexts[id] ?? { en: id })}: ${outputs.join(', ')} working days`,
    })),
    ...process.nodes.flatMap(({ id, name, duration, date, cycle }) => {
      const when = duration ?? date ?? cycle;
      return when ? [{ text: `${text(nodeTitles[id] ?? { en: name })}: ${when}` }] : [];
    }),
  ];
}

function stepsOf({ process, nodeTitles }: ServicePackage, text: Text): Section['lines'] {
  const named = (id: string) =>
    text(nodeTitles[id] ?? { en: process.nodes.find((node) => node.id === id)?.name ?? id });
  return process.nodes.map(({ id, kind, settings }) => ({
    text: `${named(id)} [${kind}${settings.duty ? `, ${settings.duty}` : ''}${settings.outcomes ? `: ${settings.outcomes}` : ''}]`,
    under: process.edges
      .filter(({ from }) => from === id)
      .map(({ to, condition }) => `→ ${named(to)}${condition ? ` when ${condition}` : ''}`),
  }));
}
