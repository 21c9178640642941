// SPDX-License-Identifier: Apache-2.0
/** The peer of the exchange: nginx as a plain proxy, and wrk, whose load costs next to nothing. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pickPort } from '@stoa/server/src/ports.ts';
import type { LoadResult } from './load-result.ts';

const run = promisify(execFile);

export interface Nginx {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const configuration = (folder: string, port: number, upstreamPort: number) => `
worker_processes auto;
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  keepalive_requests 10000000;
  upstream department { server 127.0.0.1:${upstreamPort}; keepalive 256; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://department; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`;

/** Undefined where nginx or wrk is not installed (Debian: `apt-get install nginx-light wrk`). */
export async function startNginx(folder: string, upstreamPort: number): Promise<Nginx | undefined> {
  for (const program of ['nginx', 'wrk']) {
    const there = await run('which', [program]).catch(() => undefined);
    if (!there) return undefined;
  }
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const port = await pickPort(0);
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, port, upstreamPort));
  const child = spawn('nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', file], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, () => child.exitCode === null);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function answers(url: string, lives: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 100 && lives(); attempt++) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx did not start');
}

/** POSTs `body` with wrk's own two threads. */
export async function wrk(
  folder: string,
  url: string,
  body: string,
  concurrency: number,
  seconds: number,
): Promise<LoadResult> {
  const script = join(folder, 'post.lua');
  await writeFile(
    script,
    `wrk.method = "POST"
wrk.body = [[${body}]]
wrk.headers["Content-Type"] = "application/json"
done = function(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %f %f %f\\n", summary.requests, summary.duration, bad, latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
`,
  );
  const { stdout } = await run('wrk', ['-t2', `-c${concurrency}`, `-d${seconds}s`, '-s', script, url]);
  const [calls = 0, durationUs = 1, failed = 0, p50Us = 0, p95Us = 0, p99Us = 0] =
    /RESULT (.*)/.exec(stdout)?.[1]?.split(' ').map(Number) ?? [];
  const callsPerSecond = calls / (durationUs / 1e6);
  return { calls, failed, callsPerSecond, p50Ms: p50Us / 1000, p95Ms: p95Us / 1000, p99Ms: p99Us / 1000 };
}
