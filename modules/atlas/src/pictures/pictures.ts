// SPDX-License-Identifier: Apache-2.0
/** Each picture of the register as a file. */
import type { ModuleRuntime } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { type Asking, askingOf } from '../asking.ts';
import type { PictureAsked, pictureNames } from '../contract.ts';
import { Drawing } from '../files/drawing.ts';
import { pngOf } from '../files/png.ts';
import { type Made, tableAs } from '../files/table.ts';
import { costs, distributions, loads, model, support } from './bars.ts';
import { landscape, radar } from './landscape.ts';
import { impact, quadrants, roadmap } from './nets.ts';
import type { Draw, Picture } from './picture.ts';

export const pictures: Readonly<Record<(typeof pictureNames)[number], Draw>> = {
  ...{ landscape, impact, quadrants, costs, support, loads, roadmap, radar, distributions, model },
};

export function svgOf({ title, note, drawing }: Picture, { of, rtl, word, language }: Asking): string {
  const empty = new Drawing(rtl);
  if (!drawing) empty.text(0, 20, word('nothing'), { style: 'soft' });
  return (drawing ?? empty).svg(title, note ? `${of} · ${note}` : of, language);
}

/** Refuses: architecture.element-unknown, norms.model-unknown. */
export async function takeOutPicture(module: ModuleRuntime, principal: Principal, asked: PictureAsked): Promise<Made> {
  const asking = await askingOf(module, principal, asked);
  const picture = await pictures[asked.name](asking, asked);
  const { title } = picture;
  if (asked.as === 'csv' || asked.as === 'xlsx') return tableAs({ title, ...picture.table }, asked.as, asking.rtl);
  const svg = svgOf(picture, asking);
  if (asked.as === 'svg') return { name: `${title}.svg`, type: 'image/svg+xml; charset=utf-8', content: svg };
  return { name: `${title}.png`, type: 'image/png', content: await pngOf(svg) };
}
