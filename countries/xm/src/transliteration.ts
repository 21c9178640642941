// SPDX-License-Identifier: Apache-2.0
/** Latin spelling of Cyrillic names: ICAO Doc 9303 part 3, section 6 B, with the Kazakh letters of the national table. */
const table: Readonly<Record<string, string>> = {
  а: 'a',
  ә: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  ғ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  қ: 'q',
  л: 'l',
  м: 'm',
  н: 'n',
  ң: 'n',
  о: 'o',
  ө: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ұ: 'u',
  ү: 'u',
  ф: 'f',
  х: 'kh',
  һ: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: 'ie',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
};

/** `Нұрғалиева` → `Nurgalieva`; letters without a Latin spelling stay as they are. */
export function transliterate(text: string): string {
  return [...text]
    .map((letter) => {
      const small = letter.toLowerCase();
      const latin = table[small];
      if (latin === undefined) return letter;
      return letter === small ? latin : latin.slice(0, 1).toUpperCase() + latin.slice(1);
    })
    .join('');
}
