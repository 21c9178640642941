// SPDX-License-Identifier: Apache-2.0
/** DOCX with fields in braces: looked into before it is unpacked; what runs or reaches outside is refused. */
import Docxtemplater, { type DXT } from 'docxtemplater';
import { unzipSync } from 'fflate';
import PizZip from 'pizzip';

const mostUnpacked = 30 * 1024 * 1024;
const mostEntries = 500;

export type DocxFault = 'not-docx' | 'bomb' | 'macros' | 'reaches-outside' | 'unclear';
export type Filled = { readonly fault: DocxFault } | { readonly fields: string[]; readonly bytes: Uint8Array };

function faultOf(bytes: Uint8Array): DocxFault | undefined {
  let [entries, size] = [0, 0];
  const names: string[] = [];
  const rels = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      entries += 1;
      size += originalSize;
      names.push(name);
      return size <= mostUnpacked && entries <= mostEntries && name.endsWith('.rels');
    },
  });
  if (size > mostUnpacked || entries > mostEntries) return 'bomb';
  if (!names.includes('word/document.xml') || !names.includes('[Content_Types].xml')) return 'not-docx';
  if (names.some((name) => /vbaProject|vbaData|activeX|embeddings\//i.test(name))) return 'macros';
  return Object.values(rels).some((one) => reachesOutside(Buffer.from(one).toString())) ? 'reaches-outside' : undefined;
}

/** Anything but a link that somebody follows; what is no list of relationships that can be read here counts as well. */
function reachesOutside(rels: string): boolean {
  const all = rels.match(/<(?:\w+:)?Relationship\b(?:[^>"']|"[^"]*"|'[^']*')*>/g) ?? [];
  const mode = /\sTargetMode\s*=(?!\s*["']Internal["'])/;
  const link = /\sType\s*=\s*["'][^"'&]*\/hyperlink["']/;
  return !/<(?:\w+:)?Relationships\b/.test(rels) || all.some((one) => mode.test(one) && !link.test(one));
}

/** What the template asks for. Loops and conditions are no fields: a template is filled in, not run. */
class Seen {
  readonly name = 'Seen';
  readonly fields = new Set<string>();
  runs = false;
  postparse(parts: DXT.Part[]): DXT.Part[] {
    for (const part of parts) {
      if (part.module) this.runs = true;
      else if (part.type === 'placeholder') this.fields.add(part.value);
    }
    return parts;
  }
}

/** Without values it says which fields there are. */
export default ({ bytes, values }: { bytes: Uint8Array; values?: Record<string, string> }): Filled => {
  let fault: DocxFault | undefined;
  try {
    fault = faultOf(bytes);
  } catch {
    fault = 'not-docx';
  }
  if (fault) return { fault };
  try {
    const seen = new Seen();
    const document = new Docxtemplater(new PizZip(bytes), {
      modules: [seen],
      linebreaks: true,
      errorLogging: false,
      nullGetter: () => '',
    });
    if (seen.runs) return { fault: 'unclear' };
    const fields = [...seen.fields];
    if (values) document.render(values);
    return {
      fields,
      bytes: values ? document.getZip().generate({ type: 'uint8array', compression: 'DEFLATE' }) : bytes,
    };
  } catch {
    return { fault: 'unclear' };
  }
};
