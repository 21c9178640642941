// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import type { InlineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

const shared = (outDir: string): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'warn',
  mode: 'production',
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome109', 'safari16', 'firefox115'],
    reportCompressedSize: false,
    assetsInlineLimit: 0,
  },
});

/** What browsers load: one entry, one chunk per page, hashed names, a manifest. */
export function clientBuild(outDir: string): InlineConfig {
  const config = shared(outDir);
  return {
    ...config,
    base: '/',
    build: {
      ...config.build,
      manifest: 'manifest.json',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: `${root}src/app/entry-client.ts`,
        output: {
          // Two shared files instead of a dozen of a few hundred bytes; pictures stay with the pages that draw them,
          // and what checks evidence with the page that asks for it.
          codeSplitting: {
            groups: [
              { name: 'vue', test: /node_modules\/@?vue\// },
              {
                name: 'design',
                test: /src\/(app\/use-|design\/(?!examples|components\/(BarChart|LineChart|ProcessDiagram|Dialog|.*\.examples)))/,
              },
            ],
          },
        },
      },
    },
  };
}

/** What the server runs to render: self-contained, so that it uses the production build of Vue whatever NODE_ENV says. */
export function serverBuild(outDir: string): InlineConfig {
  const config = shared(outDir);
  return {
    ...config,
    ssr: { noExternal: true },
    build: { ...config.build, ssr: `${root}src/app/entry-server.ts`, minify: false },
  };
}
