// SPDX-License-Identifier: Apache-2.0
/** The register of the architecture: an owner asks for a new system and for changes of it, the integrator puts them into force. */
import { randomUUID } from 'node:crypto';
import type { Browser } from '../journey/browser.ts';
import { again, keepAt, type Place, seek, signedIn } from './place.ts';

const who = 'integrator';
const home = '/architecture';

export async function integrator(place: Place): Promise<void> {
  const [owner, architect] = [await signedIn(place, 'owner', home), await signedIn(place, 'architect', home)];
  await again(place, who, () => newSystem(place, owner, architect));
}

/** Presses the buttons that approve until what was asked for is no longer among what waits. */
async function approve(place: Place, architect: Browser, code: string): Promise<void> {
  await keepAt(place, who, async () => {
    const page = await architect.get(`${home}/changes?state=asked`);
    if (page.status !== 200) return false;
    const press = page
      .forms()
      .flatMap(({ buttons }) => buttons)
      .find(([, value]) => value.startsWith('approve '));
    if (!page.text.includes(code) || !press) return !page.text.includes(code);
    await architect.submit(page, {}, press);
    return false;
  });
}

async function newSystem(place: Place, owner: Browser, architect: Browser): Promise<void> {
  const code = `CH-${randomUUID().slice(0, 13)}`;
  const find = async () =>
    (await owner.get(`${home}/elements?kind=object&search=${code}`)).links(
      /^\/architecture\/elements\/[0-9a-f-]{36}$/,
    )[0];
  await keepAt(place, who, async () => {
    const [waits, there] = [await architect.get(`${home}/changes?state=asked`), await find()];
    if (there || waits.text.includes(code)) return true;
    const form = await owner.get(`${home}/new?kind=object`);
    await owner.submit(form, {
      ...{ code, owner: 'XM-HEALTH-MINISTRY', 'name-en': `System ${code}`, from: '01.01.2026', reason: 'It is new' },
      'fact-users': '1',
    });
    return false;
  });
  await approve(place, architect, code);
  const path = await seek(place, who, find);
  if (!path || place.over()) return;
  for (const users of [2, 3]) {
    await keepAt(place, who, async () => {
      const waits = await architect.get(`${home}/changes?state=asked`);
      if (waits.text.includes(code) || (await has(owner, path, users))) return true;
      await owner.submit(await owner.get(`${path}/change`), {
        'fact-users': `${users}`,
        from: `0${users}.01.2026`,
        reason: 'Counted',
      });
      return false;
    });
    await approve(place, architect, code);
    await keepAt(place, who, () => has(owner, path, users));
    if (place.over()) return;
    place.told.add({ kind: 'element', code, users });
  }
}

const has = async (owner: Browser, path: string, users: number): Promise<boolean> =>
  new RegExp(`Users ${users}\\b`).test((await owner.get(path)).text);
