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
  if (!hasControls(word)) return `'${word.replace(/'/g, "'\\''")}'`;
  const inside = [...word.replace(/\\/g, "\\\\").replace(/'/g, "\\'")].map(visible).join("");
  return `$'${inside}'`;
}

/**
 * A text on one line: control characters are written as escapes.
 *
 * @example
 * oneLine("a\nb")
 * //=> "a\\nb"
 */
export function oneLine(text: string): string {
  return [...text].map(visible).join("");
}

const names: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function visible(character: string): string {
  if (!hasControls(character)) return character;
  const code = character.charCodeAt(0).toString(16).padStart(4, "0");
  return names.get(character) ?? `\\u${code}`;
}

function hasControls(text: string): boolean {
  return /[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text);
}
