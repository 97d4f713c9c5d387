/** A path of ours, or the fallback: a link must not lead a signed-in person elsewhere. */
export function localPath(given: unknown, fallback: string): string {
  return typeof given === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(given) ? given : fallback;
}
