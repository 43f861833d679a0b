/**
 * How external-dns v0.22 finds out which record set a TXT record is about (registry/mapper), written
 * from its rules, to check what we write against them.
 */
const knownTypes = ["A", "AAAA", "CNAME", "NS", "MX", "SRV", "NAPTR"];
const template = "%{record_type}";

/** The affixes of external-dns's command line; it takes one of them at most. */
export interface Affixes {
  readonly txtPrefix?: string;
  readonly txtSuffix?: string;
}

/** The record set that external-dns takes a TXT record to be about; type "" is its old format. */
export function toEndpointName(
  txtName: string,
  affixes: Affixes,
): readonly [name: string, type: string] {
  const prefix = (affixes.txtPrefix ?? "").toLowerCase();
  const suffix = (affixes.txtSuffix ?? "").toLowerCase();
  const name = txtName.toLowerCase();
  if (suffix === "") return withoutAffix(name, (type) => [prefix.split(template).join(type), ""]);
  const labels = 1 + suffix.split(".").length - 1;
  const head = name.split(".").slice(0, labels).join(".");
  const rest = name.split(".").slice(labels).join(".");
  const [first, type] = withoutAffix(head, (known) => ["", suffix.split(template).join(known)]);
  return [rest === "" ? first : `${first}.${rest}`, type];
}

function withoutAffix(
  name: string,
  affix: (type: string) => readonly [before: string, after: string],
): readonly [string, string] {
  const strip = ([before, after]: readonly [string, string]): string | undefined =>
    name.startsWith(before) && name.endsWith(after)
      ? name.slice(before.length, name.length - after.length)
      : undefined;
  const isTemplate = affix("x").join() !== affix("y").join();
  for (const type of isTemplate ? knownTypes : []) {
    const stripped = strip(affix(type.toLowerCase()));
    if (stripped !== undefined) return [stripped, type];
  }
  const plain = strip(affix(""));
  if (plain === undefined) return ["", ""];
  const [first = ""] = plain.split("-");
  const type = knownTypes.find((known) => known.toLowerCase() === first);
  return type === undefined ? [plain, ""] : [plain.slice(first.length + 1), type];
}
