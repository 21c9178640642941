// SPDX-License-Identifier: Apache-2.0
/** Where people act while processes die, and how they go on: look at the page, then act. */
import { setTimeout as wait } from 'node:timers/promises';
import { Browser, type Page } from '../journey/browser.ts';
import type { Acknowledgements } from './acknowledgements.ts';

export interface Place {
  readonly base: string;
  readonly through: typeof fetch;
  readonly told: Acknowledgements;
  /** New applications are begun as long as this holds. */
  readonly openForNew: () => boolean;
  readonly over: () => boolean;
  /** A step that did not lead where it should and is begun anew from what the pages show. */
  readonly stumbled: (who: string, error: unknown) => void;
}

export const lookAgainMs = 600;

/** Repeats `turn` until it answers true; whatever goes wrong, the person looks at the page again. */
export async function keepAt(place: Place, who: string, turn: () => Promise<boolean>): Promise<void> {
  while (!place.over()) {
    try {
      if (await turn()) return;
    } catch (error) {
      place.stumbled(who, error);
    }
    await wait(lookAgainMs);
  }
}

export async function signedIn(place: Place, login: string, returnTo: string): Promise<Browser> {
  let browser = new Browser(place.base, place.through);
  await keepAt(place, login, async () => {
    browser = new Browser(place.base, place.through);
    const page = await browser.signIn(login, 'meridia', returnTo);
    return page.status === 200 && page.path === returnTo;
  });
  return browser;
}

export const button = (page: Page, value: string): boolean =>
  page.forms().some((form) => form.buttons.some(([, given]) => given === value));
