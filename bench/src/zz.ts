import { order, startWorld, target, body } from './exchange-world.ts';
import { withWorkplace } from './workplace.ts';
import { usageDuring } from './process-usage.ts';
import { wrk } from './nginx.ts';
import { join } from 'node:path';
await withWorkplace(async (place) => {
  const world = await startWorld(place);
  await world.generator.run({ ...order('hub', '', 64), durationMs: 8000 });
  await world.generator.run({ ...order('plain', world.consumerUrl, 64), durationMs: 4000 });
  if (world.nginx && process.env.NGINX) { const r = await wrk(join(place.folder,'nginx'), world.nginx.url + target, body, 64, 4); console.log('nginx', r.callsPerSecond|0); }
  if (process.env.HOLD) { console.log('PIDS', JSON.stringify(world.pids)); }
  for (const [kind, url] of (process.env.KINDS ?? 'hub,plain').split(',').map((k) => [k, k === 'hub' ? '' : world.consumerUrl] as const)) {
    const seconds = 8;
    const { result, cpuSeconds } = await usageDuring(world.pids, () => world.generator.run({ ...order(kind as 'hub', url, 64), durationMs: seconds * 1000 }));
    const n = result.callsPerSecond * (seconds + 1) / 1000;
    console.log(kind, result.callsPerSecond | 0, 'calls/s p50', result.p50Ms | 0, 'p99', result.p99Ms | 0, 'failed', result.failed, Object.entries(cpuSeconds).map(([k, v]) => `${k} ${(v / n).toFixed(2)}`).join(' '));
  }
});
