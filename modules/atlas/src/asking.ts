// SPDX-License-Identifier: Apache-2.0
/** Who asks, in which language, of which body and day: what every file needs. */
import { getVocabulary, type Vocabulary } from '@stoa/architecture/contract';
import { isRefusal, type ModuleRuntime } from '@stoa/kernel';
import {
  inLanguage,
  type InputOf,
  type LocalText,
  type Operation,
  type OutputOf,
  type Principal,
} from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import texts from './words.json' with { type: 'json' };

export type Word = keyof typeof texts;
interface Filter {
  readonly language?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly on?: string | undefined;
}
export interface Asking {
  readonly language: string;
  readonly rtl: boolean;
  /** As operations of the register take it. */
  readonly filter: { readonly ownerId?: string; readonly on?: string };
  readonly vocabulary: Vocabulary;
  /** As whoever asks, so that nobody gets what they may not see. */
  readonly call: <Of extends Operation>(operation: Of, input: InputOf<Of>) => Promise<OutputOf<Of>>;
  readonly say: (text: LocalText) => string;
  readonly word: (key: Word) => string;
  readonly number: (value: number, digits?: number) => string;
  /** Whole units, from minor ones. */
  readonly money: (minor: number) => string;
  readonly date: (day: string) => string;
  readonly bodyName: (id: string | undefined) => Promise<string>;
  /** Body and day, under a title. */
  readonly of: string;
  readonly today: string;
}

export const isWord = (key: string): key is Word => Object.hasOwn(texts, key);

export async function askingOf(
  module: ModuleRuntime,
  principal: Principal,
  { language = 'en', ownerId, on }: Filter,
): Promise<Asking> {
  const call: Asking['call'] = (operation, input) => module.call(operation, input, { principal });
  const say = (text: LocalText) => inLanguage(text, language);
  const word = (key: Word) => say(texts[key]);
  const names = new Map<string, string>();
  const bodyName = async (id: string | undefined) => {
    if (!id) return '';
    if (!names.has(id)) {
      // The register may speak of a body that the directory does not have.
      const body = await call(getOrganisation, { id }).catch((error: unknown) => {
        if (isRefusal(error)) return { name: { en: id } };
        throw error;
      });
      names.set(id, say(body.name));
    }
    return names.get(id) ?? id;
  };
  const date = (day: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const today = module.country.calendar.localDate(module.clock.now());
  return {
    ...{ language, rtl: language === 'ar', call, say, word, number, date, bodyName, today },
    filter: { ...(ownerId ? { ownerId } : {}), ...(on ? { on } : {}) },
    vocabulary: await call(getVocabulary, {}),
    money: (minor) => number(Math.round(minor / 100)),
    of: `${ownerId ? await bodyName(ownerId) : word('of-all')} · ${date(on ?? today)}`,
  };
}
