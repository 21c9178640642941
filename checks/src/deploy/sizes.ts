// SPDX-License-Identifier: Apache-2.0
/** How large an installation is laid out: what was measured (bench/README.md), what is asked for, and the cores between them. */

/** Measured on two cores; of a range the worst figure. Where each comes from stands beside it in deploy/README.md. */
export const measured = {
  /** Processor seconds of a request of the core's mix: 0.9 cores carry 8,000 requests a minute. */
  requestSeconds: (0.9 * 60) / 8000,
  /** Processor seconds of a work permit, from the first answer to the document: 6.5 a second keep two cores busy. */
  caseSeconds: 2 / 6.5,
  /** Processor seconds of hub and database of a call of the exchange, 256 at once: 0.16 + 0.10 s for 1,000. */
  callSeconds: 0.26 / 1000,
  /** Of them the hub's. */
  hubSeconds: 0.16 / 1000,
  /** Bytes of a process with all modules after fifty pages, and of a hub after ten minutes at 200 calls a second. */
  platformBytes: 298 * 1024 ** 2,
  hubBytes: 336 * 1024 ** 2,
} as const;

/** A case is decided within working hours: 22 days of eight hours a month, and the busiest hour has three times the mean. */
const busySeconds = (22 * 8 * 3600) / 3;
/** Nothing is planned beyond this share of its cores. */
const planned = 0.6;

export interface Demand {
  readonly requestsAMinute: number;
  readonly casesAMonth: number;
  /** Calls of the exchange a second, in the busiest hour. */
  readonly callsASecond: number;
}

export type SizeName = 'small' | 'medium' | 'large';

export interface Size {
  readonly name: SizeName;
  readonly demand: Demand;
  /** Hubs, each of one process with a name of its own. */
  readonly hubs: number;
  /** Least and most processes of each other group. */
  readonly replicas: readonly [least: number, most: number];
  /** Cores asked for by a process, and by a hub. */
  readonly cores: { readonly process: number; readonly hub: number };
}

export const sizes: readonly Size[] = [
  {
    name: 'small',
    demand: { requestsAMinute: 2000, casesAMonth: 50_000, callsASecond: 100 },
    hubs: 1,
    replicas: [2, 3],
    cores: { process: 0.5, hub: 0.5 },
  },
  {
    name: 'medium',
    demand: { requestsAMinute: 8000, casesAMonth: 1_000_000, callsASecond: 1000 },
    hubs: 2,
    replicas: [3, 6],
    cores: { process: 1, hub: 1 },
  },
  {
    name: 'large',
    demand: { requestsAMinute: 40_000, casesAMonth: 5_000_000, callsASecond: 4000 },
    hubs: 4,
    replicas: [4, 16],
    cores: { process: 1, hub: 1 },
  },
];

export interface Needed {
  readonly requestCores: number;
  readonly caseCores: number;
  readonly hubCores: number;
  /** Of the groups beside the hubs, with the reserve. */
  readonly groupCores: number;
  /** Of the group that carries most, with the reserve: requests and cases fall on one, unless cases have a group of their own. */
  readonly busiestGroup: (casesApart: boolean) => number;
  /** Of all hubs, with the reserve. */
  readonly hubCoresPlanned: number;
}

/** Cores that a demand keeps busy by what was measured. The database's share of requests and cases is within them. */
export function neededBy({ requestsAMinute, casesAMonth, callsASecond }: Demand): Needed {
  const requestCores = (requestsAMinute / 60) * measured.requestSeconds;
  const caseCores = (casesAMonth / busySeconds) * measured.caseSeconds;
  const hubCores = callsASecond * measured.hubSeconds;
  return {
    requestCores,
    caseCores,
    hubCores,
    groupCores: (requestCores + caseCores) / planned,
    busiestGroup: (casesApart) => (casesApart ? Math.max(requestCores, caseCores) : requestCores + caseCores) / planned,
    hubCoresPlanned: hubCores / planned,
  };
}

/** What groups a size has. */
export interface Shape {
  /** Beside the hubs. */
  readonly groups: number;
  /** Of them all, each with a pool of its own in every process. */
  readonly modules: number;
}

/** As `kernel/src/platform.ts` opens them. */
const poolOf = { module: 6, exchange: 12 };
/** Connections to the database that all processes may hold at once. */
export const connectionsOf = ({ replicas, hubs }: Size, { modules }: Shape): number =>
  replicas[1] * modules * poolOf.module + hubs * poolOf.exchange;

const round = (cores: number) => (cores < 10 ? cores.toFixed(1) : String(Math.round(cores)));

/** The arithmetic as it stands in deploy/README.md. */
export function sizesTable(shapeOf: (size: Size) => Shape): string {
  const rows = sizes.map((size) => {
    const { demand, hubs, replicas, cores } = size;
    const need = neededBy(demand);
    const shape = shapeOf(size);
    const given = (count: number) => round(shape.groups * count * cores.process);
    return [
      size.name,
      `${demand.requestsAMinute} requests/min, ${demand.casesAMonth} cases/month, ${demand.callsASecond} calls/s`,
      `(${round(need.requestCores)} + ${round(need.caseCores)}) / 0.6 = ${round(need.groupCores)}`,
      `${shape.groups} groups × ${replicas[0]} to ${replicas[1]} × ${cores.process} = ${given(replicas[0])} to ${given(replicas[1])}`,
      `${need.hubCores.toFixed(2)} / 0.6 = ${need.hubCoresPlanned.toFixed(2)}`,
      `${hubs} × ${cores.hub} = ${round(hubs * cores.hub)}`,
      `${replicas[1]} × ${shape.modules} × ${poolOf.module} + ${hubs} × ${poolOf.exchange} = ${connectionsOf(size, shape)}`,
    ].join(' | ');
  });
  return [
    '| Size | Asked for | Cores needed: (requests + cases) / reserve | Given, least to most | Cores needed: hubs / reserve | Given | Connections to the database at most |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

const section = /(<!-- sizes: reckoned by the code -->\n)[\s\S]*?(<!-- end of sizes -->)/;

/** deploy/README.md with its table reckoned anew; the text around it is written by people. */
export function readmeWithSizes(text: string, shapeOf: (size: Size) => Shape): string {
  if (!section.test(text)) throw new Error('deploy/README.md has no section "sizes" to reckon into');
  return text.replace(section, (_, start: string, end: string) => `${start}\n${sizesTable(shapeOf)}\n\n${end}`);
}
