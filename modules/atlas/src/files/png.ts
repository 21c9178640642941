// SPDX-License-Identifier: Apache-2.0
/** SVG to PNG without a browser: Typst sets the drawing with the bundled fonts, PDFium makes pixels of the page. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { queueOf } from '@stoa/kernel';
import { pngOfPixels } from '@stoa/kernel/files';
import { typeset } from '@stoa/kernel/typeset';

const page = `#let it = json(bytes(sys.inputs.data))
#set document(title: it.title)
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(it.svg), format: "svg", alt: it.title)
`;
const turns = queueOf('Drawing pictures', 1, 20);
/** A picture of a hundred rows is higher than wide; more pixels than this no page needs. */
const mostPixels = 24_000_000;

export const pngOf = (svg: string): Promise<Uint8Array> =>
  turns(async () => {
    const title = /<title[^>]*>([^<]*)/.exec(svg)?.[1] ?? '';
    const pdf = typeset(page, { svg, title }, undefined, 'drawn');
    const library = await PDFiumLibrary.init();
    try {
      const read = await library.loadDocument(pdf);
      const first = read.getPage(0);
      const { originalWidth, originalHeight } = first.getOriginalSize();
      const scale = Math.min(8 / 3, Math.sqrt(mostPixels / (originalWidth * originalHeight)));
      const made = await first.render({
        scale,
        render: async ({ data, width, height }) => pngOfPixels(data, width, height),
      });
      read.destroy();
      return made.data;
    } finally {
      library.destroy();
    }
  });
