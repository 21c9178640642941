// SPDX-License-Identifier: Apache-2.0
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';
import { calendarOf, identifiersOf } from './calendar.ts';
import { isCountry, nameCountries } from './countries.ts';
import { checkIdentifiers } from './validation.ts';

/** Takes the settings; refuses to start on a wrong `STOA_CONNECTOR_URL` or `STOA_COUNTRY`. Throws ConfigError. */
export async function takeSettings(module: ModuleRuntime): Promise<void> {
  const { STOA_CONNECTOR_URL: url } = module.config.env;
  if (url && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw new ConfigError('STOA_CONNECTOR_URL must be a URL that starts with http:// or https://');
  }
  const identifiers = await identifiersOf(module).catch(() => {
    throw new ConfigError(`STOA_COUNTRY names "${module.config.env.STOA_COUNTRY}", for which there is no country pack`);
  });
  nameCountries((await calendarOf(module)).countryNames());
  checkIdentifiers({ ...identifiers, country: isCountry });
}
