// SPDX-License-Identifier: Apache-2.0
/** Typst into PDF/A-2a (ISO 19005-2, conformance level A), with the fonts of this installation. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';

const fonts = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  '@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf',
];

let compiler: NodeCompiler | undefined;

/** An empty workspace: a template reads nothing but what it is given. */
function open(): NodeCompiler {
  const fontPaths = fonts.map((font) => dirname(fileURLToPath(import.meta.resolve(font))));
  return NodeCompiler.create({ workspace: mkdtempSync(join(tmpdir(), 'stoa-typst-')), fontArgs: [{ fontPaths }] });
}

/** Only the fonts that come along: the machine's own would make documents differ from place to place. */
const bundledFontsOnly = '#set text(font: ("Noto Sans", "Noto Sans Arabic"), fallback: false)\n';

/** The PDF of `template`, which finds `data` as JSON in `sys.inputs.data`. Throws with the template's first error. */
export function typeset(template: string, data: unknown): Buffer {
  compiler ??= open();
  const compiled = compiler.compile({
    mainFileContent: bundledFontsOnly + template,
    inputs: { data: JSON.stringify(data) },
  });
  if (!compiled.result) {
    const [first] = compiled.takeDiagnostics()?.shortDiagnostics ?? [];
    throw new Error(`the template does not compile: ${JSON.stringify(first)}`);
  }
  const pdf = compiler.pdf(compiled.result, { pdfStandard: PdfStandard.A_2a });
  compiler.evictCache(10);
  return pdf;
}
