// SPDX-License-Identifier: Apache-2.0
/** `npm run screenshot`: starts a platform of its own, looks at it with a browser, and renews docs/images. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openChromium } from './chromium.ts';
import { root } from './inventory.ts';
import { runAllInOne } from './journey/platform.ts';

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

async function takePictures(url: string): Promise<void> {
  const folder = join(root, 'docs/images');
  await mkdir(folder, { recursive: true });
  const browser = await openChromium();
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

const platform = await runAllInOne();
await takePictures(platform.base).finally(() => platform.stop(false));
