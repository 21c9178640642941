// SPDX-License-Identifier: Apache-2.0
/** Where people act while processes die, and how they go on: look at the page, then act. */
import { setTimeout as wait } from 'node:timers/promises';
import { Browser, type Page } from '../journey/browser.ts';
import type { Acknowledgements } from './acknowledgements.ts';

export interface Place {
  readonly base: string;
  readonly mailUrl: string;
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

/** What `look` comes to find, however often the page has to be looked at; undefined once all is over. */
export async function seek<T>(place: Place, who: string, look: () => Promise<T | undefined>): Promise<T | undefined> {
  let found: T | undefined;
  await keepAt(place, who, async () => {
    found = await look();
    return found !== undefined;
  });
  return found;
}

/** The path of the link in a message to this address. */
export const mailed = (place: Place, to: string, link: RegExp): Promise<string | undefined> =>
  seek(place, `mail to ${to}`, async () => {
    const messages = await place.through(`${place.mailUrl}/messages?to=${encodeURIComponent(to)}`);
    return link.exec(await messages.text())?.[0];
  });

/** One piece of work after another as long as new ones are begun; one that stumbles outside `keepAt` is left. */
export async function again(place: Place, who: string, work: () => Promise<void>): Promise<void> {
  while (place.openForNew() && !place.over())
    try {
      await work();
    } catch (error) {
      place.stumbled(who, error);
      await wait(lookAgainMs);
    }
}

export const button = (page: Page, value: string): boolean =>
  page.forms().some((form) => form.buttons.some(([, given]) => given === value));
