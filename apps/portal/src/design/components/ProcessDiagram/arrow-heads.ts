// SPDX-License-Identifier: Apache-2.0
/** How flows of a picture begin and end; a path names them as `url(#<id>-arrow)`, where `id` is the picture's own. */
import { type FunctionalComponent, h } from 'vue';

const drawn = {
  arrow: { box: '0 0 8 8', at: 7.5, size: [10, 10], shape: 'M0 0 8 4 0 8z', look: 'head' },
  open: { box: '0 0 9 8', at: 8, size: [12, 11], shape: 'M1 1 8 4 1 7z', look: 'open-head' },
  from: { box: '0 0 8 8', at: 4, size: [10, 10], shape: 'M1 4a3 3 0 1 0 6 0a3 3 0 1 0-6 0z', look: 'open-head' },
} as const;

type Head = keyof typeof drawn;

export const ArrowHeads: FunctionalComponent<{ id: string; heads: readonly Head[] }> = ({ id, heads }) =>
  h(
    'defs',
    heads.map((head) => {
      const { box, at, size, shape, look } = drawn[head];
      const place = { viewBox: box, refX: at, refY: 4, markerWidth: size[0], markerHeight: size[1] };
      return h(
        'marker',
        { id: `${id}-${head}`, ...place, orient: head === 'from' ? '0' : 'auto', markerUnits: 'userSpaceOnUse' },
        h('path', { class: look, d: shape }),
      );
    }),
  );
ArrowHeads.props = ['id', 'heads'];
