// SPDX-License-Identifier: Apache-2.0
/** A post that is handed over for good, again and again: its holder ends, a substitute with them, and another one begins. */
import { randomUUID } from 'node:crypto';
import { type Browser, type Page, textOf } from '../journey/browser.ts';
import { day } from '../journey/days.ts';

import { again, keepAt, type Place, seek, signedIn } from './place.ts';

export const changes = '/administration/changes';
const ministry = 'XM-LABOUR-MINISTRY';
const about = (kind: string, rest: Record<string, string> = {}) =>
  `${changes}/new?${new URLSearchParams({ kind, organisation: ministry, ...rest })}`;
const [substitute, ...holders] = ['Anna Litvin', 'Olga Kim', 'Rahul Sharma'];

/** What can be pressed for the change with this reason. */
function pressable(page: Page, what: 'approve' | 'refuse' | 'undo', reason: string): [string, string] | undefined {
  const rows = [...page.html.matchAll(/<tr\b[\s\S]*?<\/tr>/g)].filter(([row]) => textOf(row).includes(reason));
  const value = rows.flatMap(([row]) => new RegExp(`value="(${what} [^"]+)"`).exec(row)?.[1] ?? [])[0];
  return value ? ['_do', value] : undefined;
}

/** Presses until nothing of that kind is left to press for this reason. What cannot be done any more is declined. */
export async function decide(place: Place, browser: Browser, what: 'approve' | 'undo', reason: string): Promise<void> {
  await keepAt(place, 'administrator', async () => {
    const page = what === 'undo' ? `${changes}?show=all` : changes;
    const list = await browser.get(page);
    const press = pressable(list, what, reason);
    if (!press) return list.status === 200;
    const pressed = await browser.submit(list, {}, press);
    const decline = pressed.status === 409 && pressable(await browser.get(page), 'refuse', reason);
    if (decline) await browser.submit(await browser.get(page), {}, decline);
    return false;
  });
}

async function ask(place: Place, asks: Browser, path: string, filled: Record<string, string>, who?: string) {
  await keepAt(place, 'administrator', async () => {
    const empty = await asks.get(path);
    const form = who ? await asks.submit(empty, { ...filled, personWords: who }, ['_search', 'person']) : empty;
    const tag = /<input\b[^>]*name="personId"[^>]*>/.exec(form.html)?.[0] ?? '';
    const personId = /value="([^"]+)"/.exec(tag)?.[1];
    return (await asks.submit(form, { ...filled, ...(personId ? { personId } : {}) })).path === changes;
  });
}

export async function handingOver(place: Place): Promise<void> {
  const asks = await signedIn(place, 'analyst', '/administration');
  const decides = await signedIn(place, 'operator', '/administration');
  const both = async (path: string, filled: Record<string, string>, who?: string) => {
    await ask(place, asks, path, filled, who);
    await decide(place, decides, 'approve', filled.reason ?? '');
  };
  const title = `Handed over ${randomUUID().slice(0, 8)}`;
  // The past has room for as many hand-overs as come: the last holder is always there today.
  let turn = -400;
  const post = { 'name-en': title, otherDuty: 'documents.cleared', from: day(turn), reason: title };
  await both(about('post'), post);
  const postId = await seek(place, 'administrator', async () => {
    const page = await asks.get(`/organisations/${ministry}`);
    const links = [
      ...page.html.matchAll(/<a\s[^>]*href="[^"]*kind=holding[^"]*post=([0-9a-f-]{36})"[^>]*>([\s\S]*?)<\/a>/g),
    ];
    return links.find(([, , words]) => textOf(words ?? '').includes(title))?.[1];
  });
  const form = about('holding', { post: postId ?? '' });
  const holdingOf = (name: string) =>
    seek(place, 'administrator', async () => {
      const { html } = await asks.get(form);
      return new RegExp(`<option[^>]*value="([^"]+)"[^>]*>\\s*${name}`).exec(html)?.[1];
    });
  const put = async (name: string) => {
    const reason = `Hand-over ${randomUUID()}`;
    await both(form, { as: 'holder', why: reason, from: day(turn), reason }, name);
    if (!place.over()) place.told.add({ kind: 'handed', reason });
  };
  await put(holders[0] ?? '');
  await again(place, 'administrator', async () => {
    const [leaves, comes] = [holders[0] ?? '', holders[1] ?? ''];
    const holding = (await holdingOf(leaves)) ?? '';
    const leave = `Leave ${randomUUID()}`;
    await both(
      form,
      { as: 'substitute', forId: holding, why: leave, from: day(0), until: day(14), reason: leave },
      substitute,
    );
    if (place.over()) return;
    place.told.add({ kind: 'named', reason: leave });
    turn += 1;
    const reason = `Leaves for good ${randomUUID()}`;
    await both(about('end', { what: 'holding', id: holding }), { at: day(turn), reason });
    await put(comes);
    holders.reverse();
  });
}
