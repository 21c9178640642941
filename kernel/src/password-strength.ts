// SPDX-License-Identifier: Apache-2.0
/** Which passwords are taken: long ones that are not among the first that somebody would try (NIST SP 800-63B 5.1.1.2). */

export const leastPasswordLength = 12;
/** Of 0 to 4: 3 is "safely unguessable" by somebody who has no hash. */
const leastScore = 3;
/** What comes later makes it no weaker; judging takes longer than linear time. */
const judged = 40;

/** Brought when the first password is chosen: its lists take time to unpack. */
let judging: Promise<(password: string, known: string[]) => number> | undefined;
const bringJudge = async () => {
  const [{ ZxcvbnFactory }, { adjacencyGraphs: graphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const judge = new ZxcvbnFactory({ dictionary, graphs });
  return (password: string, known: string[]) => judge.check(password, known).score;
};

/** Undefined for a strong one. @param known words that others know of the person: login, name, address */
export async function passwordFault(
  password: string,
  known: readonly string[],
): Promise<'short' | 'guessable' | undefined> {
  if ([...password.normalize('NFKC').trim()].length < leastPasswordLength) return 'short';
  judging ??= bringJudge();
  const words = known.flatMap((one) => [one, ...one.split(/[\s@._-]+/)]).filter((word) => word.length > 2);
  // What others know of the person makes no password long.
  const folded = password.normalize('NFKC').toLowerCase();
  const rest = words.reduce((left, word) => left.replaceAll(word.toLowerCase(), ''), folded);
  const guessable = rest.length < 8 || (await judging)(password.slice(0, judged), [...words, 'stoa']) < leastScore;
  return guessable ? 'guessable' : undefined;
}
