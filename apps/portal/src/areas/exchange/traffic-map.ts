// SPDX-License-Identifier: Apache-2.0
/** Where things stand on the map of traffic: callers in one column, who is called in the other, busiest first. */
import type { TrafficProps } from './traffic.page.ts';

type Edge = TrafficProps['edges'][number];
type Party = Edge['client'];

export interface MapNode extends Party {
  readonly x: number;
  readonly y: number;
}
export interface MapEdge {
  readonly key: string;
  readonly path: string;
  readonly width: number;
  readonly health: Health;
  readonly calls: number;
  readonly label: { readonly x: number; readonly y: number };
}
export type Health = 'good' | 'warn' | 'bad';

export const box = { width: 232, height: 52 };
const gap = 20;
const widest = 10;
export const mapWidth = 760;
/** Calls drawn; the table below the map has all of them. */
const mostEdges = 40;

/** Of failed calls and refused ones: one in a hundred is worth a look, one in twenty is bad. */
export function healthOf({ calls, refused, failed }: Pick<Edge, 'calls' | 'refused' | 'failed'>): Health {
  const share = calls === 0 ? 0 : (refused + failed) / calls;
  return share >= 0.05 ? 'bad' : share >= 0.01 ? 'warn' : 'good';
}

export function layOut(edges: readonly Edge[], rightToLeft: boolean) {
  const drawn = edges.slice(0, mostEdges);
  const most = Math.max(...drawn.map(({ calls }) => calls), 1);
  const columnX = (second: boolean) => (second === rightToLeft ? 0 : mapWidth - box.width);
  const column = (parties: readonly Party[], second: boolean): Map<string, MapNode> => {
    const known = new Map(parties.map((party) => [party.id, party]));
    return new Map(
      [...known.values()].map((party, index) => [
        party.id,
        { ...party, x: columnX(second), y: index * (box.height + gap) },
      ]),
    );
  };
  const clients = column(
    drawn.map(({ client }) => client),
    false,
  );
  const providers = column(
    drawn.map(({ provider }) => provider),
    true,
  );
  const fromX = columnX(false) + (rightToLeft ? 0 : box.width);
  const toX = columnX(true) + (rightToLeft ? box.width : 0);
  const middle = (fromX + toX) / 2;
  const lines = drawn.map((edge): MapEdge => {
    const y1 = (clients.get(edge.client.id)?.y ?? 0) + box.height / 2;
    const y2 = (providers.get(edge.provider.id)?.y ?? 0) + box.height / 2;
    return {
      key: `${edge.client.id} ${edge.provider.id}`,
      path: `M${fromX} ${y1}C${middle} ${y1} ${middle} ${y2} ${toX} ${y2}`,
      width: 1.5 + (widest - 1.5) * (Math.log1p(edge.calls) / Math.log1p(most)),
      health: healthOf(edge),
      calls: edge.calls,
      // The curve's point at 0.8, where lines to different providers have parted.
      label: { x: fromX + 0.752 * (toX - fromX), y: y1 + 0.896 * (y2 - y1) },
    };
  });
  const rows = Math.max(clients.size, providers.size);
  return {
    clients: [...clients.values()],
    providers: [...providers.values()],
    lines,
    height: rows * (box.height + gap) - gap,
  };
}
