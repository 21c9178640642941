// SPDX-License-Identifier: Apache-2.0
/**
 * SVG 1.1 that needs nothing from outside: its styles are in it, its title is read aloud, and where the language is written from
 * right to left everything stands the other way round. Pure.
 */
const styles = `text{font-family:'Noto Sans','Noto Sans Arabic',sans-serif;font-size:13px;fill:#1c1b19}
.title{font-size:20px;font-weight:bold}.soft{fill:#5f5b53}.small{font-size:11px}.head{font-weight:bold}
.ground{fill:#fffdf8}.box{fill:#fff;stroke:#c9c3b6}.line{stroke:#c9c3b6;fill:none}
.l0{fill:#efebe2}.l1{fill:#c7d5e0}.l2{fill:#92afc5}.l3{fill:#5484a6}.l4{fill:#1f5780}
.good{fill:#2f7d4f}.info{fill:#1f5780}.warn{fill:#b7791f}.bad{fill:#b23a2e}.loose{fill:#fff;stroke:#1f5780;stroke-dasharray:3 2}`;

/** XML 1.0 holds no control characters but tab and line ends. */
const printable = (letter: string) => letter >= ' ' && letter !== '\ufffe' && letter !== '\uffff';
const written = (text: string) =>
  [...text]
    .filter(printable)
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
const short = (text: string, letters: number) => {
  const all = [...text];
  return all.length > letters ? `${all.slice(0, letters - 1).join('')}…` : text;
};
const round = (value: number) => Math.round(value * 10) / 10;

export const wide = 960;
const margin = 24;
const top = 76;

/** What is drawn, measured from where the language begins: mirrored as a whole where that is the right. */
export class Drawing {
  #parts: string[] = [];
  #height = 0;
  readonly #rtl: boolean;
  constructor(rtl: boolean) {
    this.#rtl = rtl;
  }
  #x(x: number, width = 0): number {
    return round(this.#rtl ? wide - margin - x - width : margin + x);
  }
  #reach(y: number): number {
    this.#height = Math.max(this.#height, y);
    return round(top + y);
  }
  /** Across which it is drawn. */
  static readonly width = wide - 2 * margin;
  rect(x: number, y: number, width: number, height: number, style: string, radius = 2): void {
    this.#reach(y + height);
    this.#parts.push(
      `<rect class="${style}" x="${this.#x(x, width)}" y="${round(top + y)}" width="${round(Math.max(0, width))}" height="${round(height)}" rx="${radius}"/>`,
    );
  }
  circle(x: number, y: number, radius: number, style: string): void {
    this.#parts.push(
      `<circle class="${style}" cx="${this.#x(x)}" cy="${this.#reach(y)}" r="${round(radius)}" fill-opacity="0.75"/>`,
    );
  }
  line(x1: number, y1: number, x2: number, y2: number): void {
    this.#parts.push(
      `<line class="line" x1="${this.#x(x1)}" y1="${this.#reach(y1)}" x2="${this.#x(x2)}" y2="${this.#reach(y2)}"/>`,
    );
  }
  /** `at` says which end of the text stands at x. */
  text(x: number, y: number, text: string, { style = '', at = 'start', letters = 200 } = {}): void {
    const anchor = this.#rtl && at !== 'middle' ? (at === 'start' ? 'end' : 'start') : at;
    this.#parts.push(
      `<text class="${style}" x="${this.#x(x)}" y="${this.#reach(y)}" text-anchor="${anchor}">${written(short(text, letters))}</text>`,
    );
  }
  /** The whole of it. */
  svg(title: string, under: string, language: string): string {
    const height = Math.round(top + this.#height + margin);
    const x = this.#x(0);
    const anchor = this.#rtl ? 'end' : 'start';
    return `<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${language}" role="img" aria-labelledby="title" viewBox="0 0 ${wide} ${height}" width="${wide}" height="${height}">
<title id="title">${written(title)}</title><desc>${written(under)}</desc><style>${styles}</style>
<rect class="ground" width="${wide}" height="${height}"/>
<text class="title" x="${x}" y="36" text-anchor="${anchor}">${written(short(title, 80))}</text>
<text class="soft" x="${x}" y="58" text-anchor="${anchor}">${written(short(under, 120))}</text>
${this.#parts.join('\n')}
</svg>
`;
  }
}
