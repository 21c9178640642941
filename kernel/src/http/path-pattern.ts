// SPDX-License-Identifier: Apache-2.0
/** Path patterns: `*` stands for any part of one segment, `**` for anything. */

/**
 * Compiles a pattern once. Matching takes time in proportion to the path, whatever the pattern: all places in the
 * pattern where the path may have got to are followed at once, one bit each.
 */
export function compilePattern(pattern: string): (path: string) => boolean {
  if (pattern === '/**') return (path) => path.startsWith('/');
  if (!pattern.includes('*')) return (path) => path === pattern;
  const tokens = pattern.match(/\*+|[^*]/gu) ?? [];
  const literal = new Map<string, bigint>();
  let within = 0n;
  let across = 0n;
  for (const [index, token] of tokens.entries()) {
    const place = 1n << BigInt(index);
    if (token === '*') within |= place;
    else if (token.startsWith('*')) across |= place;
    else literal.set(token, (literal.get(token) ?? 0n) | place);
  }
  const stars = within | across;
  const passingStars = (places: bigint) => places | ((places & stars) << 1n);
  const end = 1n << BigInt(tokens.length);
  return (path) => {
    let places = passingStars(1n);
    for (const character of path) {
      const matched = (places & (literal.get(character) ?? 0n)) << 1n;
      places = passingStars(matched | (places & across) | (character === '/' ? 0n : places & within));
      if (places === 0n) return false;
    }
    return (places & end) !== 0n;
  };
}
