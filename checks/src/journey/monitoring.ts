// SPDX-License-Identifier: Apache-2.0
/**
 * A connector is connected, watched, and stopped: the alarm, the incident, what everybody is told; it comes back, the incident is
 * resolved.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const main = fileURLToPath(new URL('../../../apps/connector/src/main.ts', import.meta.url));
const exchange = '/operations/exchange';
const here = '/operations/monitoring';
const press = (value: string): [string, string] => ['_do', value];

interface Part {
  readonly narrator: Narrator;
  readonly look: Look;
}

/** Runs until it is killed; its keys stay in the folder. */
async function startConnector(folder: string, base: string, subsystem: string, token: string): Promise<ChildProcess> {
  const file = join(folder, 'connectors.yaml');
  const settings = {
    ...{ subsystem, port: 0, anybodyOnThisMachine: 'may speak for the department' },
    ...{
      platformUrl: base,
      dataDir: join(folder, 'keys'),
      healthSeconds: 1,
      ...(token ? { enrolmentToken: token } : {}),
    },
  };
  // What is JSON is YAML.
  await writeFile(file, JSON.stringify([settings]), { mode: 0o600 });
  const child = spawn(process.execPath, [main, file], {
    env: { ...process.env, STOA_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => chunk.toString().includes('"ready":true') && resolve());
    child.once('exit', (code) => reject(new Error(`the connector ended with code ${code}`)));
  });
  return child;
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

/** Registers the system and lets its connector in; answers the token. */
async function letIn(operator: Browser, subsystem: string, name: string): Promise<string> {
  const page = await operator.get(`${exchange}/register`);
  await operator.submit(page, { id: subsystem, 'name.en': name, 'memberName.en': 'Agency of the journey' });
  const shown = await operator.submit(await operator.get(`${exchange}/subsystem?id=${subsystem}`), {}, press('enrol'));
  const [token = ''] = /[A-Za-z0-9_-]{32,100}(?=<\/code>)/.exec(shown.html) ?? [];
  must(token, `a token for the connector is shown: ${shown.text.slice(0, 400)}`);
  return token;
}

const stateOf = async (anybody: Browser, name: string): Promise<string> => {
  const { text } = await anybody.get('/status');
  const states = ['up', 'degraded', 'down', 'unknown'].map((state) => say(`status.state-${state}`));
  const found = new RegExp(`${name}\\s+(${states.join('|')})`).exec(text);
  return found?.[1] ?? '';
};

async function fallSilent(operator: Browser, anybody: Browser, name: string): Promise<Evidence & { path: string }> {
  const path = await eventually(`an incident about ${name}`, async () => {
    const list = await operator.get(`${here}/incidents?state=unresolved`);
    const row = [...list.html.matchAll(/<a[^>]*href="([^"]*\/incidents\/[0-9a-f-]{36})"[^>]*>([\s\S]*?)<\/a>/g)];
    return row.find(([, , words = '']) => words.includes(name))?.[1];
  });
  await eventually('the status page says so', async () => (await stateOf(anybody, name)) === say('status.state-down'));
  const list = await operator.get(`${here}/incidents?state=unresolved`);
  must(list.html.split(name).length > 1, 'the incident is listed');
  return { path };
}

const told = 'The register does not answer. We are looking into it; what you sent is kept.';
async function tellEverybody(operator: Browser, anybody: Browser, path: string): Promise<Evidence> {
  const taken = await operator.submit(
    await operator.get(path),
    { note: 'Calling the department' },
    press('acknowledge'),
  );
  must(taken.text.includes(say('monitoring.incident-acknowledged')), `it is taken on: ${taken.text.slice(0, 400)}`);
  const inEach = (text: string) =>
    Object.fromEntries(['en', 'ru', 'kk', 'uk', 'ar'].map((language) => [`text.${language}`, text]));
  const secret = await operator.submit(
    await operator.get(path),
    inEach('Ask the host 10.20.30.40 for it'),
    press('tell'),
  );
  must(secret.text.includes(say('error.monitoring.text-secret')), `no address is told: ${secret.text.slice(0, 600)}`);
  await operator.submit(await operator.get(path), inEach(told), press('tell'));
  const shown = await anybody.get('/status');
  must(shown.text.includes(told), `everybody reads it: ${shown.text.slice(0, 600)}`);
  must(!shown.text.includes('Calling the department'), 'notes are nobody else’s');
  const feed = await anybody.bytes('/status/feed.json');
  must(feed.body.toString().includes(told), 'and so do feed readers');
  return { feed: feed.type };
}

async function comeBack(operator: Browser, anybody: Browser, path: string, name: string): Promise<Evidence> {
  await eventually('the service works again', async () => (await stateOf(anybody, name)) === say('status.state-up'));
  await eventually('the incident has recovered', async () =>
    (await operator.get(path)).text.includes(say('monitoring.incident-mitigated')),
  );
  const done = await operator.submit(await operator.get(path), { note: 'The line was mended' }, press('resolve'));
  must(done.text.includes(say('monitoring.entry-resolved')), `it is resolved: ${done.text.slice(0, 400)}`);
  const shown = await anybody.get('/status');
  must(shown.text.includes(say('status.incident-resolved')), 'everybody sees that it is over');
  return { state: 'resolved' };
}

export async function watchTheCountry(base: string, { narrator, look }: Part): Promise<void> {
  const [operator, anybody, engineer] = [new Browser(base), new Browser(base), new Browser(base)];
  const serial = String(Date.now()).slice(-9);
  const subsystem = `XM/GOV/1008/WATCHED${serial}`;
  const name = `Watched register ${serial}`;
  const folder = await mkdtemp(join(tmpdir(), 'stoa-watched-'));
  let connector: ChildProcess | undefined;
  let path = '';
  try {
    await narrator.step('A connector is let in, and what stands behind it is watched', async () => {
      await operator.signIn('operator', 'meridia', here);
      const token = await letIn(operator, subsystem, name);
      connector = await startConnector(folder, base, subsystem, token);
      const values = { code: `watched-${serial}`, 'name.en': name, sources: `connector:${subsystem}` };
      await operator.submit(await operator.get(`${here}/services`), { ...values, latencyMs: '500' }, press('add'));
      await eventually('its reports', async () => (await stateOf(anybody, name)) === say('status.state-up'));
      return { subsystem };
    });
    await narrator.step('The connector is stopped: an alarm, an incident, and the status page says so', async () => {
      if (connector) await ended(connector);
      const found = await fallSilent(operator, anybody, name);
      path = found.path;
      return found;
    });
    await narrator.step('The operator takes it on and tells everybody, without secrets', () =>
      tellEverybody(operator, anybody, path),
    );
    await engineer.signIn('engineer', 'meridia', '/exchange/health');
    await look('The pages of who watches', operator, [
      ...['', '/sources', '/services', '/forecasts', '/incidents', '/maintenance'].map((page) => here + page),
      ...[`${here}/services?service=watched-${serial}`, path],
    ]);
    await look('What everybody sees of it', anybody, ['/status', '/status/history', path.replace(here, '/status')]);
    await look('What an engineer sees of their own systems', engineer, ['/exchange/health']);
    await narrator.step(
      'The operator says what it is built for, and no day is named before there are ten weeks',
      async () => {
        const chosen = await operator.get(`${here}/forecasts?service=watched-${serial}`);
        const wrong = await operator.submit(chosen, { callsPerDay: '1.5' });
        must(wrong.text.includes(say('error.monitoring.call-limit-wrong')), `it is whole: ${wrong.text.slice(0, 400)}`);
        const kept = await operator.submit(chosen, { callsPerDay: '5000' });
        must(
          kept.text.includes(say('monitoring.forecast-state-short')),
          `nothing is foretold: ${kept.text.slice(0, 400)}`,
        );
        return { callsPerDay: 5000 };
      },
    );
    await narrator.step('The connector comes back, and the incident is resolved', async () => {
      connector = await startConnector(folder, base, subsystem, '');
      return comeBack(operator, anybody, path, name);
    });
  } finally {
    if (connector) await ended(connector);
    await rm(folder, { recursive: true, force: true });
  }
}
