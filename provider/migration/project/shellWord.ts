/**
 * A word as a shell reads it back: as it is where that is safe, in quotes where not; what has control
 * characters stands on one line all the same.
 *
 * @example
 * [shellWord("a/b.yaml"), shellWord("my file"), shellWord("it's"), shellWord("a\nb")]
 * //=> ["a/b.yaml", "'my file'", "'it'\\''s'", "$'a\\nb'"]
 */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const line = oneLine(word.replace(/\\/g, "\\\\").replace(/'/g, "\\'"));
  return controls.test(word) ? `$'${line}'` : `'${word.replace(/'/g, "'\\''")}'`;
}

/**
 * A text on one line: control characters are written as escapes.
 *
 * @example
 * oneLine("a\nb")
 * //=> "a\\nb"
 */
export function oneLine(text: string): string {
  return text.replace(new RegExp(controls, "gu"), (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return names.get(character) ?? `\\u${code}`;
  });
}

const controls = /[\p{Cc}\u2028\u2029]/u;

const names: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
