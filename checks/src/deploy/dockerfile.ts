// SPDX-License-Identifier: Apache-2.0
/** What is wrong with a Dockerfile, told from its text. */

interface Instruction {
  readonly word: string;
  readonly text: string;
}

/** Instructions with their continued lines joined, without comments. */
const instructionsOf = (text: string): Instruction[] =>
  text
    .replace(/^\s*#.*$/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => /^\s*([A-Za-z]+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match ? [{ word: (match[1] ?? '').toUpperCase(), text: (match[2] ?? '').trim() }] : []));

const secretInText = /\b\w*(PASSWORD|SECRET|TOKEN|PRIVATE_KEY)\w*\s*=\s*\S/i;

/** A line for each fault; none where there is none. */
export function dockerfileFaults(text: string): string[] {
  const all = instructionsOf(text);
  const lastFrom = all.findLastIndex(({ word }) => word === 'FROM');
  const stages = new Set(
    all.filter(({ word }) => word === 'FROM').flatMap(({ text }) => / as (\S+)/i.exec(text)?.[1] ?? []),
  );
  const final = all.slice(lastFrom);
  const faults: string[] = [];
  for (const { word, text } of all) {
    const [from = ''] = text.replace(/^--platform=\S+\s+/, '').split(/\s/);
    if (word === 'FROM' && !stages.has(from) && !/:\d+\.\d+[.\w-]*(@sha256:[0-9a-f]{64})?$/.test(from))
      faults.push(`FROM ${from}: name a version, such as node:24.21.0-bookworm-slim`);
    if (word === 'ADD')
      faults.push(`ADD ${text}: COPY takes files; what comes from elsewhere is no part of the sources`);
    if (word === 'RUN' && /\b(curl|wget)\b[^|]*\|\s*(ba|da)?sh\b/.test(text))
      faults.push(`RUN ${text}: runs what it fetches`);
    if (word === 'RUN' && /\bnpm (install|i)\b/.test(text))
      faults.push('RUN npm install: npm ci takes what the lockfile says');
    if (word === 'RUN' && /\bapt-get\b.*\binstall\b/.test(text) && !/--no-install-recommends/.test(text))
      faults.push('RUN apt-get install: without --no-install-recommends');
    if (['ENV', 'ARG', 'RUN'].includes(word) && secretInText.test(text)) faults.push(`${word}: holds a secret`);
  }
  if (!all.some(({ word, text }) => word === 'RUN' && /\bnpm ci\b/.test(text))) faults.push('npm ci is not run');
  const user = final.findLast(({ word }) => word === 'USER')?.text;
  if (!user) faults.push('USER is missing: it runs as root');
  else if (!/^[1-9]\d*(:[1-9]\d*)?$/.test(user))
    faults.push(`USER ${user}: name a number above 0, which Kubernetes can check`);
  if (!final.some(({ word, text }) => word === 'HEALTHCHECK' && text.toUpperCase() !== 'NONE'))
    faults.push('HEALTHCHECK is missing');
  return faults;
}
