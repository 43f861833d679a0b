/**
 * A text without what a terminal would obey: control characters, and the marks that turn the direction
 * of writing, are written out; line breaks and tabs stay. For whatever a cluster or another server says.
 *
 * @example
 * plainText("no \u001b[2J such\tplace")
 * //=> "no \\u001b[2J such\tplace"
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (sign) =>
    harmless.has(sign) ? sign : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

const harmless: ReadonlySet<string> = new Set(["\t", "\n"]);
