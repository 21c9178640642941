// SPDX-License-Identifier: Apache-2.0
import { ConfigError } from '@stoa/kernel';
import { expect, test } from 'vitest';
import { lintPackage } from '../src/linter.ts';
import { readPackageFiles } from '../src/package-files.ts';
import { readPackage } from '../src/package-reader.ts';
import { addressCertificateFolder, workPermitFolder } from './fixtures.ts';

interface Organisation {
  id: string;
  inn: string;
  ogrn: string;
  kpp: string;
  regionCode: string;
  type: string;
  name: Record<string, string>;
  address: { en: string };
}
const country = 'xm';
const { governmentOrganisations } = (await import(`@stoa/country-${country}`)) as {
  governmentOrganisations: readonly Organisation[];
};

test.each([workPermitFolder, addressCertificateFolder])(
  'the offices that decide are organisations of the country: %s',
  async (folder) => {
    const { pkg } = await readPackage(await readPackageFiles(folder));
    const offices = Object.values(pkg?.facts.competence.offices ?? {});
    expect(offices.length).toBeGreaterThan(0);
    for (const office of offices) {
      const known = governmentOrganisations.find(({ id }) => id === office.organisationId);
      expect(office).toEqual({
        organisationId: known?.id,
        regionCode: known?.regionCode,
        name: known?.name,
        address: known?.address.en,
        inn: known?.inn,
        ogrn: known?.ogrn,
        kpp: known?.kpp,
        organisationType: known?.type,
      });
    }
  },
);

test.each(['qq', '../xm'])('the country %s, for which there is no pack, is refused in one clear line', async (code) => {
  await expect(lintPackage(workPermitFolder, code)).rejects.toThrow(
    new ConfigError(`STOA_COUNTRY names "${code}", for which there is no country pack`),
  );
});
