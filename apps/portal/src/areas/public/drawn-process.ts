// SPDX-License-Identifier: Apache-2.0
/** A drawn process in the language of the page. */
import type { DrawnProcess } from '@stoa/catalogue/contract';
import type { LocalText } from '@stoa/kernel/contract';
import type { Diagram } from '../../design/components/ProcessDiagram/diagram.ts';

export const showDrawn = ({ nodes, edges, lanes }: DrawnProcess, text: (words: LocalText) => string) =>
  ({
    nodes: nodes.map(({ title, decision: _, ...node }) => ({ ...node, title: text(title) })),
    edges: edges.map(({ id, kind, from, to, title, default: otherwise, points }) => ({
      ...{ id, kind, from, to, points },
      ...(title ? { title: text(title) } : {}),
      ...(otherwise ? { default: true } : {}),
    })),
    lanes: lanes.map(({ title, ...lane }) => ({ ...lane, title: text(title) })),
  }) satisfies Diagram;
