// SPDX-License-Identifier: Apache-2.0
/** Two officials who change the directory and its posts, and a director who gives powers and takes them back. */
import { randomUUID } from 'node:crypto';
import { employerInn } from '../journey/apply.ts';
import type { Browser } from '../journey/browser.ts';
import { day } from '../journey/days.ts';
import { substituteForm } from '../journey/leave.ts';
import { giveNarrowPower } from '../journey/powers.ts';
import { again, button, keepAt, type Place, seek, signedIn } from './place.ts';
import { changes, decide } from './posts.ts';

export async function administrators(place: Place): Promise<void> {
  const asks = await signedIn(place, 'analyst', '/administration');
  const decides = await signedIn(place, 'operator', '/administration');
  let turn = 0;
  await again(place, 'administrator', async () => {
    if (turn++ % 3 === 2) await bringTable(place, asks, decides);
    else await nameSubstitute(place, asks, decides);
  });
}

/** For a fortnight, and undone: whoever stood in has the duties no more. */
async function nameSubstitute(place: Place, asks: Browser, decides: Browser): Promise<void> {
  const reason = `Leave ${randomUUID()}`;
  await keepAt(place, 'administrator', async () => {
    const at = await substituteForm(asks);
    if (!at) return false;
    const { empty, holder: forId } = at;
    const filled = { as: 'substitute', forId, why: reason, from: day(0), until: day(14), reason };
    const found = await asks.submit(empty, { ...filled, personWords: 'Litvin' }, ['_search', 'person']);
    return (await asks.submit(found, filled)).path === changes;
  });
  await decide(place, decides, 'approve', reason);
  if (place.over()) return;
  place.told.add({ kind: 'named', reason });
  await decide(place, decides, 'undo', reason);
  if (!place.over()) place.told.add({ kind: 'undone', reason });
}

/** The directory as a table with one more row. */
async function bringTable(place: Place, asks: Browser, decides: Browser): Promise<void> {
  const organisation = `XM-NEW-${randomUUID().slice(0, 8).toUpperCase()}`;
  const reason = `New office ${organisation}`;
  const table = await (await place.through(new URL('/api/organisations/directory.csv', place.base))).text();
  const [head = ''] = table.split('\r\n');
  const cells: Readonly<Record<string, string>> = {
    ...{ id: organisation, kind: 'local', 'name-en': 'New office', from: '2026-01-01' },
  };
  const row = head
    .replace('\ufeff', '')
    .split(',')
    .map((column) => cells[column] ?? '');
  const file = { name: 'organisations.csv', content: Buffer.from(`${head}\r\n${row.join(',')}\r\n`) };
  const tried = await seek(place, 'administrator', async () => {
    const page = await asks.sendFile(await asks.get('/administration/imports'), 'file', file, {
      about: 'organisations',
    });
    return page.path.startsWith('/administration/imports/') ? page.path : undefined;
  });
  await keepAt(place, 'administrator', async () => {
    const asked = await asks.submit(await asks.get(tried ?? ''), { reason });
    return asked.path === changes;
  });
  await decide(place, decides, 'approve', reason);
  if (!place.over()) place.told.add({ kind: 'table', organisation });
}

export async function director(place: Place): Promise<void> {
  const browser = await signedIn(place, 'aigerim', '/acting-for');
  await keepAt(place, 'director', async () => {
    const cabinet = await browser.submit(await browser.get('/acting-for'), { for: employerInn });
    return cabinet.text.includes('Steppe Build LLP');
  });
  const accountant = await signedIn(place, 'accountant', '/cabinet');
  await again(place, 'director', async () => {
    const { path } = await giveNarrowPower(browser);
    const id = path.split('/').at(-1) ?? '';
    place.told.add({ kind: 'power', id, state: 'offered' });
    const press = async (who: Browser, what: string, page: string, done: string) =>
      keepAt(place, 'director', async () => {
        const shown = await who.get(page);
        if (shown.text.includes(done)) return true;
        const pressed = button(shown, what) ? await who.submit(shown, {}, ['_do', what]) : shown;
        if (pressed.path.startsWith('/sign-in/')) await who.prove(pressed);
        return false;
      });
    await press(accountant, 'accept', path, 'In force');
    if (place.over()) return;
    place.told.add({ kind: 'power', id, state: 'in-force' });
    await press(browser, 'withdraw', `${path}?confirm=yes`, 'Withdrawn');
    if (!place.over()) place.told.add({ kind: 'power', id, state: 'withdrawn' });
  });
}
