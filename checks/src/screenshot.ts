// SPDX-License-Identifier: Apache-2.0
/** `npm run screenshot`: starts a platform of its own, looks at it with a browser, and renews docs/images. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './inventory.ts';
import { toolEnv } from './run.ts';

interface Picture {
  readonly file: string;
  readonly path: string;
  readonly width: number;
  readonly language: string;
}

const pictures: readonly Picture[] = [
  { file: 'portal.png', path: '/', width: 1280, language: 'en' },
  { file: 'portal-ar-phone.png', path: '/', width: 390, language: 'ar' },
  { file: 'service.png', path: '/services/work-permit', width: 1280, language: 'en' },
  { file: 'quality.png', path: '/quality', width: 1280, language: 'en' },
];

const startTimeoutMs = 120_000;

/** Starts everything on free ports; resolves when the demo is there. */
async function startPlatform(dataDir: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const settings = { PORT: '0', STOA_DATA: dataDir, STOA_DEMO_PORTS: 'free', STOA_LOG: 'error' };
  const child = spawn(process.execPath, ['apps/server/src/main.ts', 'start'], {
    cwd: root,
    env: toolEnv(settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the platform did not start in time')), startTimeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!text.includes('Stoa is ready')) return;
      clearTimeout(timer);
      resolve();
    });
    void ended.then(() => reject(new Error('the platform ended before it was ready')));
  });
  const { portalUrl } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as { portalUrl: string };
  return { url: portalUrl, stop };
}

async function takePictures(url: string): Promise<void> {
  const folder = join(root, 'docs/images');
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.STOA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    for (const { file, path, width, language } of pictures) {
      const viewport = { width, height: width < 600 ? 844 : 800 };
      const page = await browser.newPage({ viewport, locale: language, colorScheme: 'light' });
      const answer = await page.goto(`${url}${path}?lang=${language}`, { waitUntil: 'load' });
      if (!answer?.ok()) throw new Error(`${path} answered ${answer?.status() ?? 'nothing'}`);
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      await page.screenshot({ path: join(folder, file) });
      await page.close();
      console.log(`docs/images/${file}`);
    }
  } finally {
    await browser.close();
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'stoa-screenshot-'));
try {
  const platform = await startPlatform(dataDir);
  await takePictures(platform.url).finally(platform.stop);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
