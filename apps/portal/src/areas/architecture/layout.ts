// SPDX-License-Identifier: Apache-2.0
/**
 * Places things so that what is joined stands near and nothing stands on another: springs along edges, every two push each other away
 * (Fruchterman and Reingold, 1991). Begins on circles by steps, so that the same graph always looks the same. Pure.
 */
export interface ToLay {
  readonly steps: readonly number[];
  /** By their places in `steps`. */
  readonly edges: readonly (readonly [number, number])[];
}
/** Pairs of x and y, from 0 to 1. */
export type Laid = readonly (readonly [number, number])[];

const rounds = 220;
export function layOut({ steps, edges }: ToLay): Laid {
  const count = steps.length;
  const turn = Math.PI * (3 - Math.sqrt(5));
  const xs = steps.map((step, at) => Math.cos(at * turn) * step * 0.2);
  const ys = steps.map((step, at) => Math.sin(at * turn) * step * 0.2);
  const apart = Math.sqrt(1 / Math.max(1, count));
  const [dx, dy] = [new Float64Array(count), new Float64Array(count)];
  const value = (of: ArrayLike<number>, at: number) => of[at] ?? 0;
  for (let round = 0; round < rounds; round += 1) {
    dx.fill(0);
    dy.fill(0);
    for (let a = 0; a < count; a += 1)
      for (let b = a + 1; b < count; b += 1) {
        const [x, y] = [value(xs, a) - value(xs, b), value(ys, a) - value(ys, b)];
        const far = Math.max(1e-4, Math.hypot(x, y));
        const push = (apart * apart) / (far * far);
        dx[a] = value(dx, a) + x * push;
        dy[a] = value(dy, a) + y * push;
        dx[b] = value(dx, b) - x * push;
        dy[b] = value(dy, b) - y * push;
      }
    for (const [a, b] of edges) {
      const [x, y] = [value(xs, a) - value(xs, b), value(ys, a) - value(ys, b)];
      const pull = Math.hypot(x, y) / apart;
      dx[a] = value(dx, a) - x * pull;
      dy[a] = value(dy, a) - y * pull;
      dx[b] = value(dx, b) + x * pull;
      dy[b] = value(dy, b) + y * pull;
    }
    const most = 0.1 * (1 - round / rounds);
    // Where one began stays the middle.
    for (let at = 1; at < count; at += 1) {
      const far = Math.max(1e-9, Math.hypot(value(dx, at), value(dy, at)));
      xs[at] = value(xs, at) + (value(dx, at) / far) * Math.min(far, most);
      ys[at] = value(ys, at) + (value(dy, at) / far) * Math.min(far, most);
    }
  }
  const within = (of: readonly number[]) => {
    const [low, high] = [Math.min(...of), Math.max(...of)];
    return of.map((one) => (high - low < 1e-9 ? 0.5 : (one - low) / (high - low)));
  };
  const [left, up] = [within(xs), within(ys)];
  return left.map((x, at) => [x, value(up, at)] as const);
}
