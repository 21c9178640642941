// SPDX-License-Identifier: Apache-2.0
/** Pools and lanes: a frame with its name along the side. */
import { type FunctionalComponent, h } from 'vue';
import { type DiagramLane, strip } from './diagram.ts';
import { fitted } from './words-in-boxes.ts';

/** One that holds nothing has its name in the middle. */
export const LanePicture: FunctionalComponent<{ lane: DiagramLane; empty: boolean }> = ({ lane, empty }) => {
  const { x, y, width, height, title } = lane;
  const across = empty && lane.pool;
  const { size, lines } = fitted(title, across ? { width, height } : { width: height - 8, height: strip });
  const [cx, cy] = across ? [x + width / 2, y + height / 2] : [x + strip / 2, y + height / 2];
  return h('g', { class: ['lane', lane.pool && 'pool'], 'data-node': lane.id }, [
    h('rect', { class: 'shape', x, y, width, height }),
    ...(across ? [] : [h('path', { class: 'shape', d: `M${x + strip} ${y}v${height}` })]),
    ...lines.map((line, index) =>
      h(
        'text',
        {
          'font-size': size,
          transform: `translate(${cx} ${cy})${across ? '' : ' rotate(-90)'}`,
          y: (index - (lines.length - 1) / 2) * size * 1.15 + size * 0.35,
        },
        line,
      ),
    ),
  ]);
};
LanePicture.props = ['lane', 'empty'];
