// SPDX-License-Identifier: Apache-2.0
/** The few ways in which the register is drawn. Pure. */
import { Drawing } from '../files/drawing.ts';

export interface Bar {
  readonly label: string;
  /** Part of the longest one. */
  readonly value: number;
  readonly text: string;
  readonly style?: string;
  /** How far it stands in, in steps. */
  readonly depth?: number;
}
const [barHeight, labelWidth, figureWidth] = [24, 330, 150];
/** Bars below each other, in groups with a heading; answers the drawing. */
export function drawBars(rtl: boolean, groups: readonly { title?: string; bars: readonly Bar[] }[]): Drawing {
  const drawing = new Drawing(rtl);
  let y = 0;
  for (const { title, bars } of groups) {
    if (title) drawing.text(0, (y += 22), title, { style: 'head', letters: 90 });
    if (title) y += 8;
    const most = Math.max(1e-9, ...bars.map(({ value }) => value));
    const room = Drawing.width - labelWidth - figureWidth;
    for (const { label, value, text, style, depth = 0 } of bars) {
      const indent = depth * 18;
      drawing.text(indent, y + 16, label, { letters: Math.floor((labelWidth - indent) / 7) });
      drawing.rect(labelWidth, y + 4, room, barHeight - 10, 'l0');
      drawing.rect(labelWidth, y + 4, (Math.max(0, value) / most) * room, barHeight - 10, style ?? 'info');
      drawing.text(Drawing.width, y + 16, text, { at: 'end', letters: 22 });
      y += barHeight;
    }
    y += 12;
  }
  return drawing;
}

export interface Tile {
  readonly label: string;
  readonly text: string;
  /** Of the styles of a drawing. */
  readonly style: string;
}
const [columns, tileHeight, gap] = [3, 26, 16];
/** Groups side by side, each thing with a mark of how much it is. */
export function drawTiles(rtl: boolean, groups: readonly { title: string; tiles: readonly Tile[] }[]): Drawing {
  const drawing = new Drawing(rtl);
  const width = (Drawing.width - (columns - 1) * gap) / columns;
  const heights = Array.from({ length: columns }, () => 0);
  for (const { title, tiles } of groups) {
    const column = heights.indexOf(Math.min(...heights));
    const [x, y] = [column * (width + gap), heights[column] ?? 0];
    const height = 40 + tiles.length * tileHeight;
    drawing.rect(x, y, width, height, 'box', 4);
    drawing.text(x + 12, y + 24, title, { style: 'head', letters: 34 });
    for (const [at, { label, text, style }] of tiles.entries()) {
      const line = y + 36 + at * tileHeight;
      drawing.rect(x + 12, line + 3, 10, tileHeight - 8, style);
      drawing.text(x + 30, line + 17, label, { style: 'small', letters: 34 });
      drawing.text(x + width - 10, line + 17, text, { style: 'small', at: 'end', letters: 14 });
    }
    heights[column] = y + height + gap;
  }
  return drawing;
}

/** From 0, nothing, to 4, the most there is. */
export const levelOf = (value: number, most: number): string =>
  value <= 0 ? 'l0' : `l${1 + Math.min(3, Math.floor((value / Math.max(most, 1e-9)) * 3.999))}`;

/** Days on a line of years; without a beginning and an end nothing is drawn. */
export function drawSpans(
  rtl: boolean,
  spans: readonly { label: string; starts: string; ends: string; style: string }[],
): Drawing {
  const drawing = new Drawing(rtl);
  const [labels, room] = [300, Drawing.width - 300];
  const years = spans.flatMap(({ starts, ends }) => [Number(starts.slice(0, 4)), Number(ends.slice(0, 4))]);
  const [first, last] = [Math.min(...years), Math.max(...years) + 1];
  const [from, until] = [Date.UTC(first, 0), Date.UTC(last, 0)];
  const at = (time: number) => labels + ((time - from) / (until - from)) * room;
  const bottom = 26 + spans.length * 22;
  for (let year = first; year < last; year += 1) {
    drawing.line(at(Date.UTC(year, 0)), 0, at(Date.UTC(year, 0)), bottom);
    drawing.text(at(Date.UTC(year, 6)), 14, String(year), { at: 'middle', style: 'small soft' });
  }
  for (const [nth, { label, starts, ends, style }] of spans.entries()) {
    const [begin, end] = [at(Date.parse(starts)), at(Date.parse(ends))];
    drawing.text(0, 40 + nth * 22, label, { style: 'small', letters: 44 });
    drawing.rect(begin, 28 + nth * 22, Math.max(2, end - begin), 14, style, 3);
  }
  return drawing;
}

export interface Point {
  /** Both from 0 to 1. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly style: string;
}
/** Points between two measures, with a name in each quarter. */
export function drawPoints(
  rtl: boolean,
  points: readonly Point[],
  { x, y, split, corners }: { x: string; y: string; split: readonly [number, number]; corners: readonly string[] },
): Drawing {
  const drawing = new Drawing(rtl);
  const [left, size, height] = [60, Drawing.width - 120, 560];
  const [atX, atY] = [(value: number) => left + value * size, (value: number) => 20 + (1 - value) * height];
  drawing.rect(left, 20, size, height, 'box');
  drawing.line(atX(split[0]), 20, atX(split[0]), 20 + height);
  drawing.line(left, atY(split[1]), left + size, atY(split[1]));
  for (const point of points) drawing.circle(atX(point.x), atY(point.y), point.size, point.style);
  const [bottomLeft = '', bottomRight = '', topLeft = '', topRight = ''] = corners;
  drawing.text(left + 8, 40, topLeft, { style: 'head' });
  drawing.text(left + size - 8, 40, topRight, { style: 'head', at: 'end' });
  drawing.text(left + 8, 12 + height, bottomLeft, { style: 'head' });
  drawing.text(left + size - 8, 12 + height, bottomRight, { style: 'head', at: 'end' });
  drawing.text(left + size / 2, 42 + height, x, { style: 'soft', at: 'middle' });
  drawing.text(left + size / 2, 10, y, { style: 'soft', at: 'middle' });
  return drawing;
}

/** A column that is longer is told by the table. */
const mostInColumn = 30;
/** Things by how many steps they are away, joined. */
export function drawNet(
  rtl: boolean,
  nodes: readonly { id: string; label: string; step: number }[],
  edges: readonly { fromId: string; toId: string }[],
): Drawing {
  const drawing = new Drawing(rtl);
  const steps = [...new Set(nodes.map(({ step }) => step))].sort((a, b) => a - b);
  const room = Drawing.width / Math.max(1, steps.length);
  const width = Math.min(220, room - 24);
  const placed = new Map<string, { x: number; y: number; label: string }>();
  for (const [column, step] of steps.entries())
    for (const [row, { id, label }] of nodes
      .filter((one) => one.step === step)
      .slice(0, mostInColumn)
      .entries())
      placed.set(id, { x: column * room, y: row * 32, label });
  for (const { fromId, toId } of edges) {
    const [a, b] = [placed.get(fromId), placed.get(toId)];
    if (!a || !b || a === b) continue;
    const [left, right] = a.x <= b.x ? [a, b] : [b, a];
    drawing.line(left.x + width, left.y + 12, right.x + (left.x === right.x ? width : 0), right.y + 12);
  }
  for (const { x, y, label } of placed.values()) {
    drawing.rect(x, y, width, 24, 'box', 4);
    drawing.text(x + 8, y + 16, label, { style: 'small', letters: Math.floor(width / 6.6) });
  }
  return drawing;
}
