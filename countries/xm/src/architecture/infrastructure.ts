// SPDX-License-Identifier: Apache-2.0
/** Infrastructure: 3,138 pieces of equipment on the bodies' sites, channels, volumes of data. */
import { began, numbered, type Register, titled } from './book.ts';
import type { InformationObject } from './systems.ts';
import { otherWords } from './words.ts';

const models = {
  ...{ server: ['SV-210', 'SV-440'], storage: ['ST-60', 'ST-90'], network: ['SW-24', 'SW-48'] },
  ...{ user: ['PC-5', 'PC-7'], engineering: ['UPS-3', 'UPS-10'] },
} as const;

export function infrastructureOf(register: Register, objects: readonly InformationObject[]): void {
  const { draw, subjects } = register;
  const sites = subjects.map(({ id: ownerId, name }, at) => {
    const site = register.add({
      ...{ kind: 'site', code: numbered('SITE', at, 2), name: titled(otherWords.site, name), ownerId, from: began },
      facts: { place: name.en },
    });
    const contracted = draw.from([20, 50, 100, 200, 500]);
    const peak = Math.round(contracted * (0.4 + draw.fraction() * 0.8));
    const channel = register.add({
      ...{ kind: 'channel', code: numbered('CH', at, 2), name: titled(otherWords.channel, name), ownerId, from: began },
      facts: {
        ...{ provider: draw.from(['Meridia Telecom', 'North Line']), contracted, peak },
        needed: Math.round(peak * (1.05 + draw.fraction() * 0.5)),
      },
    });
    register.relate('connected-by', site, channel);
    return site;
  });
  const storage = new Map<number, string[]>();
  const servers = new Map<string, string>();
  for (let at = 0; at < 3138; at++) {
    const object = objects[at % objects.length] as InformationObject;
    const kind = draw.from(['server', 'server', 'storage', 'network', 'user', 'engineering'] as const);
    const year = draw.whole(2010, 2025);
    const from = `${year}-06-01`;
    const model = draw.from(models[kind]);
    const place = register.add({
      ...{ kind: 'equipment', code: numbered('EQ', at), ownerId: subjects[object.owner]?.id ?? '', from },
      name: titled(otherWords[kind], { en: model, ru: model, kk: model, uk: model, ar: model }),
      facts: {
        ...{ 'equipment-kind': kind, model, year, load: draw.whole(3, 97) },
        ...(draw.chance(0.5) ? { warranty: `${year + 5}-06-01` } : {}),
        ...(kind === 'server' ? { cpu: draw.from([8, 16, 32, 64]), ram: draw.from([32, 64, 128, 256]) } : {}),
        ...(kind === 'storage' ? { disk: draw.from([2000, 8000, 20_000, 60_000]) } : {}),
      },
    });
    const site = sites[object.owner];
    if (site) register.relate('hosted-at', place, site, from);
    if (kind === 'server') {
      register.relate('runs-on', object.place, place, from);
      servers.set(object.place[1], place[1]);
    }
    if (kind === 'storage') storage.set(object.owner, [...(storage.get(object.owner) ?? []), place[1]]);
  }
  for (const [at, { place, owner, running, area }] of objects.entries()) {
    if (!running) continue;
    const volume = register.add({
      ...{
        kind: 'volume',
        code: numbered('VOL', at),
        name: titled(otherWords.volume, area.name, at + 1),
        from: '2024-01-01',
      },
      ownerId: subjects[owner]?.id ?? '',
      facts: { stored: draw.whole(1, 4000), growth: draw.whole(2, 60), sent: draw.whole(0, 200) },
    });
    register.relate('stored-as', place, volume, '2024-01-01');
    const disks = storage.get(owner);
    if (disks) register.relate('runs-on', volume, ['equipment', draw.from(disks)], '2024-01-01');
  }
}
