// SPDX-License-Identifier: Apache-2.0
/** Campaigns of a few messages each, from a template that two people published. */
import { randomUUID } from 'node:crypto';
import { again, button, keepAt, type Place, seek, signedIn } from './place.ts';

const who = 'sender';
const code = 'chaos.notice';
/** The demo's mail catcher keeps five hundred letters, and others write too. */
const [recipients, most] = [10, 12];

export async function sender(place: Place): Promise<void> {
  const writer = await signedIn(place, 'operator', '/messages/templates');
  const publisher = await signedIn(place, 'analyst', '/messages/templates');
  const here = `/messages/templates/${code}`;
  await keepAt(place, who, async () => {
    const page = await publisher.get(here);
    if (page.text.includes('Version 1')) return true;
    if (button(page, 'publish')) await publisher.submit(page, {}, ['_do', 'publish']);
    else
      await writer.submit(
        await writer.get(here),
        {
          ...{ title: 'Notice', fields: '', matter: 'account', class: 'closed', subject: 'Notice' },
          ...{ short: 'A notice waits in your cabinet.', body: 'The offices are closed on Monday.' },
        },
        ['_do', 'save'],
      );
    return false;
  });
  let begun = 0;
  await again(place, who, async () => {
    if (++begun > most) return keepAt(place, who, async () => !place.openForNew());
    const serial = randomUUID().slice(0, 8);
    const to = Array.from({ length: recipients }, (_, at) => `chaos-${serial}-${at}@mail.meridia.example`);
    const path = await seek(place, who, async () => {
      const page = await writer.get('/messages/campaigns');
      const made = await writer.sendFile(
        page,
        'list',
        { name: 'list.csv', content: Buffer.from(to.join('\n')) },
        {
          ...{ title: `Notice ${serial}`, template: code, audience: 'list', perMinute: '600' },
        },
      );
      return /^\/messages\/campaigns\/[0-9a-f-]{36}$/.test(made.path) ? made.path : undefined;
    });
    if (!path) return;
    await keepAt(place, who, async () => {
      const page = await writer.get(path);
      if (button(page, 'start')) await writer.submit(page, {}, ['_do', 'start']);
      return !button(page, 'start') && !button(page, 'pause') && page.text.includes(`${recipients} / ${recipients}`);
    });
    if (!place.over()) place.told.add({ kind: 'campaign', campaign: path.split('/').at(-1) ?? '', to });
  });
}
