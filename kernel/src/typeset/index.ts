// SPDX-License-Identifier: Apache-2.0
/**
 * Typst into PDF/A-2a (ISO 19005-2, conformance level A) or PDF/UA-1 (ISO 14289-1), with the fonts of this installation;
 * and its signature.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demandNoTransaction } from '../database/scope.ts';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { familyNames, fontFolders } from './fonts.ts';
import { settable } from './printable.ts';

export { type DocumentSigner, signPdf } from './pades.ts';
export { codePoints, unprintable } from './printable.ts';

let compiler: NodeCompiler | undefined;

/** An empty workspace: a template reads nothing but what it is given. */
const open = (): NodeCompiler =>
  NodeCompiler.create({
    workspace: mkdtempSync(join(tmpdir(), 'stoa-typst-')),
    fontArgs: [{ fontPaths: fontFolders() }],
  });

const families = familyNames.map((name) => JSON.stringify(name)).join(', ');
/** Only the fonts that come along: the machine's own would make documents differ from place to place. */
const bundledFontsOnly = `#let fonts = (${families})\n#set text(font: fonts, fallback: false)\n`;

/** How packages published before there was `fonts` ask for them. */
const mainFontsAlone = 'font: ("Noto Sans", "Noto Sans Arabic")';

/**
 * What is kept for long, what is read by other means than eyes, and what carries drawings, whose Arabic words neither standard takes;
 * one file follows one standard.
 */
const standards = { archive: PdfStandard.A_2a, accessible: PdfStandard.UA_1, drawn: PdfStandard.V_1_7 } as const;

/**
 * The PDF of `template`, which finds `data` as JSON in `sys.inputs.data` and the fonts as `fonts`. What no font can draw stands on the paper as
 * its code point, and `replaced` hears of it: a paper that was promised is made. Throws with the template's first error.
 */
export function typeset(
  template: string,
  data: unknown,
  replaced: (character: string) => void = () => {},
  made: keyof typeof standards = 'archive',
): Buffer {
  demandNoTransaction('Typesetting a document');
  try {
    return render(
      template,
      inText(data, (text) => settable(text, replaced)),
      made,
    );
  } catch (error) {
    if (!isAboutFonts(error)) throw error;
    // A font may have a character and yet not draw it beside another: only the main fonts then.
    return render(
      template,
      inText(data, (text) => settable(text, replaced, mainFamilies)),
      made,
    );
  }
}

const mainFamilies = 2;
const isAboutFonts = (error: unknown) => error instanceof Error && /font/i.test(error.message);

function render(template: string, data: unknown, made: keyof typeof standards): Buffer {
  compiler ??= open();
  const compiled = compiler.compile({
    mainFileContent: bundledFontsOnly + template.replaceAll(mainFontsAlone, 'font: fonts'),
    inputs: { data: JSON.stringify(data) },
  });
  if (!compiled.result) {
    const [first] = compiled.takeDiagnostics()?.shortDiagnostics ?? [];
    throw new Error(`the template does not compile: ${JSON.stringify(first)}`);
  }
  const pdf = compiler.pdf(compiled.result, { pdfStandard: standards[made] });
  compiler.evictCache(10);
  return pdf;
}

/** The same data with each text in it changed. */
function inText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => inText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inText(item, change)]));
}
