// SPDX-License-Identifier: Apache-2.0
/** One step of a process as BPMN 2.0 draws it. */
import { type FunctionalComponent, h, type VNode } from 'vue';
import { badgeAt, type DiagramNode, formOf, markOf, type Place, type State } from './diagram.ts';
import { activityMarkers, eventMarks, gatewayMarks, stateMarks, taskIcons } from './marks.ts';
import { fitted } from './words-in-boxes.ts';

interface Props {
  readonly node: DiagramNode;
  /** Its inside is drawn. */
  readonly open?: boolean;
  readonly state?: State | undefined;
  readonly tokens?: number | undefined;
  /** An event stands on its lower border. */
  readonly crowded?: boolean;
  /** How long it takes, and how that compares: 0 to 4. */
  readonly time?: { readonly text: string; readonly heat: number } | undefined;
}

const rect = ({ x, y, width, height }: Place, inset: number, rounded: number, name = 'shape') =>
  h('rect', {
    class: name,
    x: x + inset,
    y: y + inset,
    width: width - 2 * inset,
    height: height - 2 * inset,
    rx: Math.max(rounded - inset, 0),
  });

const ring = ({ x, y, width, height }: Place, inset: number, name = 'shape') =>
  h('ellipse', {
    class: name,
    cx: x + width / 2,
    cy: y + height / 2,
    rx: width / 2 - inset,
    ry: height / 2 - inset,
  });

/** A sign of 24 px brought to its place. */
const sign = (path: string, name: string, centre: { x: number; y: number }, size: number) =>
  h('path', {
    class: name,
    d: path,
    transform: `translate(${centre.x - size / 2} ${centre.y - size / 2}) scale(${size / 24})`,
  });

const centreOf = ({ x, y, width, height }: Place) => ({ x: x + width / 2, y: y + height / 2 });

const lettering = (text: string, room: Place): VNode[] => {
  const { size, lines } = fitted(text, room);
  const { x, y } = centreOf(room);
  return lines.map((line, index) =>
    h('text', { x, y: y + (index - (lines.length - 1) / 2) * size * 1.2 + size * 0.35, 'font-size': size }, line),
  );
};

function event(node: DiagramNode): VNode[] {
  const mark = markOf(node);
  const ends = node.kind === 'end';
  const filled = ends || node.kind === 'throw' || node.kind === 'compensation';
  const twice = !['start', 'end'].includes(node.kind);
  const dashed = node.interrupts === false ? ' dashed' : '';
  const path = mark && (eventMarks[mark] ?? eventMarks.multiple);
  return [
    ring(node, 0, `shape${ends ? ' thick' : ''}${dashed}`),
    ...(twice ? [ring(node, 3.5, `shape${dashed}`)] : []),
    ...(path ? [sign(path, filled ? 'mark filled' : 'mark', centreOf(node), node.width * 0.5)] : []),
  ];
}

function gateway(node: DiagramNode): VNode[] {
  const { x, y } = centreOf(node);
  const corners = `${x},${node.y} ${node.x + node.width},${y} ${x},${node.y + node.height} ${node.x},${y}`;
  const strong = ['exclusive', 'parallel', 'complex'].includes(node.kind) ? 'mark strong' : 'mark';
  return [
    h('polygon', { class: 'shape', points: corners }),
    sign(gatewayMarks[node.kind] ?? '', strong, { x, y }, node.width * (node.kind === 'exclusive' ? 0.34 : 0.48)),
  ];
}

function markersOf({ each, compensation, collapsed }: DiagramNode): string[] {
  return [
    ...(each ? [each] : []),
    ...(compensation ? ['compensation'] : []),
    ...(collapsed ? ['collapsed'] : []),
  ].filter((name) => activityMarkers[name]);
}

function activity(node: DiagramNode, open: boolean, crowded: boolean): VNode[] {
  const { x, y, width, height, kind } = node;
  const icon = taskIcons[kind];
  const markers = markersOf(node);
  const line = `shape${kind === 'call' ? ' thick' : ''}${node.triggered ? ' dotted' : ''}${open ? ' open' : ''}`;
  const top = icon ? 19 : 5;
  const bottom = markers.length > 0 || crowded ? 19 : 5;
  const words = open
    ? { x: x + 8, y: y + 3, width: width - 16, height: 30 }
    : { x: x + 6, y: y + top, width: width - 12, height: Math.max(height - top - bottom, 12) };
  const start = x + width / 2 - (markers.length - 1) * 9;
  return [
    rect(node, 0, 9, line),
    ...(node.transaction ? [rect(node, 3.5, 9, 'shape open')] : []),
    ...(icon ? [sign(icon, kind === 'send' ? 'mark filled' : 'mark', { x: x + 13, y: y + 12 }, 15)] : []),
    ...lettering(node.title, words),
    ...markers.map((name, index) =>
      sign(activityMarkers[name] ?? '', 'mark', { x: start + index * 18, y: y + height - 11 }, 14),
    ),
  ];
}

function other(node: DiagramNode): VNode[] {
  const { x, y, width, height } = node;
  switch (formOf(node)) {
    case 'data-object': {
      const fold = Math.min(width, height) / 3;
      const right = x + width;
      return [
        h('path', {
          class: 'shape',
          d: `M${x} ${y}H${right - fold}L${right} ${y + fold}V${y + height}H${x}zM${right - fold} ${y}V${y + fold}H${right}`,
        }),
      ];
    }
    case 'data-store': {
      const lid = height / 7;
      const arc = (at: number, sweep: number) => `A${width / 2} ${lid} 0 0 ${sweep} ${at} `;
      return [
        h('path', {
          class: 'shape',
          d:
            `M${x} ${y + lid}${arc(x + width, 1)}${y + lid}V${y + height - lid}${arc(x, 1)}${y + height - lid}z` +
            `M${x} ${y + lid}${arc(x + width, 0)}${y + lid}`,
        }),
      ];
    }
    case 'annotation':
      return [
        h('path', { class: 'shape open', d: `M${x + 12} ${y}H${x}V${y + height}H${x + 12}` }),
        ...lettering(node.title, { x: x + 6, y, width: width - 8, height }),
      ];
    default:
      return [rect(node, 0, 10, 'shape open dashed'), ...lettering(node.title, { ...node, height: 26 })];
  }
}

/** The state as a sign, since colour alone says nothing to many. */
function badge(node: DiagramNode, state: State, tokens: number): VNode[] {
  const at = badgeAt(node);
  return [
    h('circle', { class: 'badge', cx: at.x, cy: at.y, r: 9.5 }),
    state === 'active'
      ? h('text', { class: 'count', x: at.x, y: at.y + 4, 'font-size': 12 }, String(tokens))
      : sign(stateMarks[state] ?? '', 'tick', at, 12),
  ];
}

const timePill = ({ x, y, width, height }: Place, text: string): VNode[] => {
  const span = Math.max(text.length * 6.6 + 12, 34);
  const at = { x: x + width - span + 8, y: y + height - 8 };
  return [
    h('rect', { class: 'pill', ...at, width: span, height: 18, rx: 9 }),
    h('text', { x: at.x + span / 2, y: at.y + 13, 'font-size': 11 }, text),
  ];
};

export const NodePicture: FunctionalComponent<Props> = ({
  node,
  open = false,
  state,
  tokens = 1,
  time,
  crowded = false,
}) => {
  const form = formOf(node);
  const drawn =
    form === 'event'
      ? event(node)
      : form === 'gateway'
        ? gateway(node)
        : form === 'activity'
          ? activity(node, open, crowded)
          : other(node);
  return h('g', { class: [form, state, time && `heat-${time.heat}`], 'data-node': node.id }, [
    ...(node.title ? [h('title', node.title)] : []),
    ...drawn,
    ...(time ? timePill(node, time.text) : []),
    ...(state ? badge(node, state, tokens) : []),
  ]);
};
NodePicture.props = ['node', 'open', 'state', 'tokens', 'time', 'crowded'];
