import { readFileSync } from 'node:fs';
import type { Configuration } from './configuration.js';
import { readConfiguration } from './read-configuration.js';

/**
 * The configuration of this process: the one reader of its environment.
 *
 * @throws ConfigurationFault
 */
export function processConfiguration(): Configuration {
  return readConfiguration(process.env, (path) => readFileSync(path, 'utf8'));
}
