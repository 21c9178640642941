// SPDX-License-Identifier: Apache-2.0
/** Where the words beside events, gateways, data and flows stand: where they hide nothing. */
import {
  badgeAt,
  type Diagram,
  type DiagramFlow,
  type DiagramNode,
  formOf,
  isDrawn,
  opened,
  type Place,
  strip,
} from './diagram.ts';
import { linesOf, textWidth } from './words-in-boxes.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Label extends Place {
  readonly id: string;
  readonly lines: readonly string[];
}
export const labelSize = 12;
export const lineHeight = 14.5;
const besides = ['event', 'gateway', 'data-object', 'data-store'];

const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether a line meets a box; flows run straight, so a few points of it tell. */
function meets(from: Point, to: Point, box: Place): boolean {
  const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4);
  for (let i = 0; i <= count; i += 1) {
    const share = count === 0 ? 0 : i / count;
    const [x, y] = [from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share];
    if (x > box.x - 2 && x < box.x + box.width + 2 && y > box.y - 1 && y < box.y + box.height + 1) return true;
  }
  return false;
}

const pairs = (points: readonly Point[]): [Point, Point][] =>
  points.slice(1).map((point, index) => [points[index] ?? point, point]);

const borders = ({ x, y, width, height }: Place): [Point, Point][] =>
  pairs([
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
    { x, y },
  ]);

export function labelsOf(diagram: Diagram): Label[] {
  const open = opened(diagram);
  const nodes = diagram.nodes.filter(isDrawn);
  const frames = [...nodes.filter(({ id, kind }) => open.has(id) || kind === 'group'), ...(diagram.lanes ?? [])];
  const badges = nodes.map(badgeAt).map(({ x, y }) => ({ x: x - 10, y: y - 10, width: 20, height: 20 }));
  const names = (diagram.lanes ?? []).map((lane) => ({ ...lane, width: strip }));
  const boxes: Place[] = [...nodes.filter((node) => !frames.includes(node)), ...badges, ...names];
  const lines = [...diagram.edges.flatMap(({ points }) => pairs(points)), ...frames.filter(isDrawn).flatMap(borders)];
  const placed: Label[] = [];
  const cost = (label: Label): number =>
    boxes.filter((box) => overlap(box, label)).length * 10 +
    placed.filter((other) => overlap(other, label)).length * 10 +
    lines.filter(([from, to]) => meets(from, to, label)).length * 3;
  const place = (candidates: readonly Label[]): void => {
    const judged = candidates.map((label, index) => ({ label, cost: cost(label) + index * 0.1 }));
    const [best] = judged.sort((a, b) => a.cost - b.cost);
    if (best) placed.push(best.label);
  };
  for (const node of nodes) if (node.title && besides.includes(formOf(node))) place(besideNode(node));
  for (const flow of diagram.edges) if (flow.title && flow.points.length > 1) place(besideFlow(flow));
  return placed;
}

function sized(id: string, text: string, room: number): Omit<Label, 'x' | 'y'> {
  const lines = linesOf(text, room, labelSize);
  return {
    id,
    lines,
    width: Math.max(...lines.map((line) => textWidth(line, labelSize))) + 4,
    height: lines.length * lineHeight + 2,
  };
}

function besideNode({ id, title, x, y, width, height }: DiagramNode): Label[] {
  const gap = 4;
  return [96, 140, 70].flatMap((room) => {
    const label = sized(id, title, room);
    const middle = x + width / 2 - label.width / 2;
    const [left, right] = [x - label.width - gap, x + width + gap];
    const [above, below] = [y - label.height - gap, y + height + gap];
    const level = y + height / 2 - label.height / 2;
    return [
      { x: middle, y: below },
      { x: middle, y: above },
      { x: x + width / 2 + gap, y: below },
      { x: x + width / 2 - label.width - gap, y: below },
      { x: x + width / 2 + gap, y: above },
      { x: x + width / 2 - label.width - gap, y: above },
      { x: right, y: level },
      { x: left, y: level },
      { x: right, y: above + 8 },
      { x: left, y: above + 8 },
      { x: right, y: below - 8 },
      { x: left, y: below - 8 },
    ].map((at) => ({ ...label, ...at }));
  });
}

function besideFlow({ id, title = '', points }: DiagramFlow): Label[] {
  return [90, 130].flatMap((room) => {
    const label = sized(id, title, room);
    return pairs(points).flatMap(([from, to]) =>
      [0.5, 0.25, 0.75].flatMap((share) => {
        const [x, y] = [from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share];
        const level = Math.abs(to.y - from.y) < Math.abs(to.x - from.x);
        return level
          ? [
              { ...label, x: x - label.width / 2, y: y - label.height - 2 },
              { ...label, x: x - label.width / 2, y: y + 3 },
            ]
          : [
              { ...label, x: x + 4, y: y - label.height / 2 },
              { ...label, x: x - label.width - 4, y: y - label.height / 2 },
            ];
      }),
    );
  });
}
