/**
 * A configuration or data file that is wrong. The message is a sentence for the operator; it
 * names the key or the file and never repeats a secret.
 */
export class ConfigurationFault extends Error {
  override readonly name = 'ConfigurationFault';
}
