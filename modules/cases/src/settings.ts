// SPDX-License-Identifier: Apache-2.0
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';
import { nameCountries } from '@stoa/kernel/text';
import { takeIdentifiers } from './form/index.ts';

/** Takes the settings; refuses to start on a wrong `STOA_CONNECTOR_URL`. Throws ConfigError. */
export function takeSettings({ config, country }: ModuleRuntime): void {
  const { STOA_CONNECTOR_URL: url } = config.env;
  if (url && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw new ConfigError('STOA_CONNECTOR_URL must be a URL that starts with http:// or https://');
  }
  nameCountries(country.countryNames());
  takeIdentifiers(country.formats);
}
