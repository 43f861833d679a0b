import type { Issue } from "../../issue";
import { compareText } from "../../plain/text";
import { describeValue } from "../../plain/valueKind";
import type { RecordType } from "./endpoint";
import { canonicalName, isWithinZone, parseDnsName } from "./names";

/** How ownership is written down: the options of external-dns's TXT registry. */
export interface Registry {
  /** Who we are. No `,`, `=`, `"` or space. */
  readonly ownerId: string;
  /** Put before the first label; may hold `%{record_type}`. Not together with `txtSuffix`. */
  readonly txtPrefix?: string;
  /** Put after the first label; may hold `%{record_type}`. */
  readonly txtSuffix?: string;
  /** Stands for `*` in the TXT's name, which is then no wildcard. @default "*" stays */
  readonly wildcardReplacement?: string;
}

/** A registry, and by which ids this very writer was known before; what they have is ours. */
export interface KnownRegistry extends Registry {
  readonly formerOwnerIds?: readonly string[];
}

/** What an owner TXT says. */
export interface TxtOwner {
  readonly ownerId: string;
  /** Everything else, e.g. `resource`: `service/shop/web`. */
  readonly labels: Readonly<Record<string, string>>;
}

const heritage = "external-dns";
/** A longer text would be cut into two strings, of which external-dns reads the first only. */
export const maxTxtOwnerOctets = 255;
const typeTemplate = "%{record_type}";

/**
 * The text of an owner TXT, without quotes, labels sorted.
 *
 * Source: external-dns v0.22 endpoint/labels.go.
 *
 * @example
 * encodeTxtOwner({ ownerId: "pulumi/shop/prod", labels: { resource: "service/shop/web" } })
 * //=> "heritage=external-dns,external-dns/owner=pulumi/shop/prod,external-dns/resource=service/shop/web"
 */
export function encodeTxtOwner({ ownerId, labels }: TxtOwner): string {
  const all = Object.entries({ ...labels, owner: ownerId }).sort(([a], [b]) => compareText(a, b));
  return [`heritage=${heritage}`, ...all.map(([key, value]) => `${heritage}/${key}=${value}`)].join(
    ",",
  );
}

/**
 * Reads an owner TXT as external-dns does: quotes are dropped, parts that are not one `key=value`
 * are skipped, another heritage or none is nobody's.
 *
 * @example
 * decodeTxtOwner('"heritage=external-dns,external-dns/owner=team-b"')
 * //=> { ownerId: "team-b", labels: {} }
 */
export function decodeTxtOwner(text: string): TxtOwner | undefined {
  const labels: Record<string, string> = {};
  let isOurs = false;
  for (const token of text.replace(/^"+|"+$/g, "").split(",")) {
    const [key = "", value, ...rest] = token.split("=");
    if (value === undefined || rest.length > 0) continue;
    if (key === "heritage") {
      if (value !== heritage) return undefined;
      isOurs = true;
    } else if (key.startsWith(`${heritage}/`)) labels[key.slice(heritage.length + 1)] = value;
  }
  const { owner, ...others } = labels;
  return isOurs && owner !== undefined ? { ownerId: owner, labels: others } : undefined;
}

/**
 * The name of the TXT that says who owns one record set.
 *
 * Source: external-dns v0.22 registry/mapper/mapper.go.
 *
 * @example
 * txtOwnerName({ dnsName: "web.example.com", recordType: "AAAA", registry: { ownerId: "me" } })
 * //=> "aaaa-web.example.com"
 */
export function txtOwnerName(of: {
  readonly dnsName: string;
  readonly recordType: RecordType;
  readonly registry: Registry;
}): string {
  const { txtPrefix = "", txtSuffix = "", wildcardReplacement = "" } = of.registry;
  const type = of.recordType.toLowerCase();
  const [first = "", ...rest] = canonicalName(of.dnsName).split(".");
  const replaced = first === "*" && wildcardReplacement !== "" ? wildcardReplacement : first;
  const hasTemplate = `${txtPrefix}${txtSuffix}`.includes(typeTemplate);
  const typed = hasTemplate ? replaced : `${type}-${replaced}`;
  const affix = (text: string): string => text.split(typeTemplate).join(type);
  return canonicalName([`${affix(txtPrefix)}${typed}${affix(txtSuffix)}`, ...rest].join("."));
}

/**
 * The name at which external-dns before v0.12 wrote the TXT of A and CNAME record sets, without their
 * type; KubeFed's documentation used it with the prefix "cname". Only ever read.
 *
 * @example
 * legacyTxtOwnerName({ dnsName: "web.example.com", registry: { ownerId: "me", txtPrefix: "cname" } })
 * //=> "cnameweb.example.com"
 */
export function legacyTxtOwnerName(of: {
  readonly dnsName: string;
  readonly registry: Registry;
}): string {
  const { txtPrefix = "", txtSuffix = "", wildcardReplacement = "" } = of.registry;
  const [first = "", ...rest] = canonicalName(of.dnsName).split(".");
  const replaced = first === "*" && wildcardReplacement !== "" ? wildcardReplacement : first;
  const affix = (text: string): string => text.split(typeTemplate).join("");
  return canonicalName([`${affix(txtPrefix)}${replaced}${affix(txtSuffix)}`, ...rest].join("."));
}

/**
 * Compares the owner that is written down with us, and with whom we were.
 *
 * @example
 * compareOwner({ texts: ["heritage=external-dns,external-dns/owner=b"], ownerId: "a" })
 * //=> { whose: "foreign", ownerId: "b" }
 */
export function compareOwner(of: {
  readonly texts: readonly string[];
  readonly ownerId: string;
  readonly formerOwnerIds?: readonly string[];
}):
  { readonly whose: "ours" | "foreign"; readonly ownerId: string } | { readonly whose: "nobody" } {
  const owners = of.texts.flatMap((text) => decodeTxtOwner(text)?.ownerId ?? []);
  const ours = [of.ownerId, ...(of.formerOwnerIds ?? [])];
  // Two owners at one name cannot come from one writer; the other one wins, so nothing of theirs is lost.
  const ownerId = owners.find((owner) => !ours.includes(owner)) ?? owners[0];
  if (ownerId === undefined) return { whose: "nobody" };
  return { whose: ours.includes(ownerId) ? "ours" : "foreign", ownerId };
}

/**
 * What keeps ownership from being written: a bad owner id, both affixes at once, a text over 255
 * octets, or a TXT name that is too long or outside the zone (as at a zone's apex without a prefix).
 *
 * @example
 * validateRegistry({ registry: { ownerId: "a,b" }, labels: {}, records: [], zone: undefined }).map(({ path }) => path)
 * //=> ["registry.ownerId"]
 */
export function validateRegistry(of: {
  readonly registry: Registry;
  readonly labels: Readonly<Record<string, string>>;
  readonly records: readonly { readonly dnsName: string; readonly recordType: RecordType }[];
  readonly zone: string | undefined;
}): Issue[] {
  const { registry, labels, zone } = of;
  const issues: Issue[] = [];
  const texts = { "registry.ownerId": registry.ownerId, ...prefixed("labels.", labels) };
  for (const [path, text] of Object.entries(texts)) {
    if (!/^[!#-+\--<>-~]+$/.test(text)) {
      issues.push({
        code: "dns-owner",
        path,
        message: `must be printable ASCII without space, ",", "=" or quotes, came ${describeValue(text)}`,
      });
    }
  }
  if (registry.txtPrefix && registry.txtSuffix) {
    const message =
      "cannot be set together with registry.txtPrefix, external-dns reads one of them only";
    issues.push({ code: "dns-owner", path: "registry.txtSuffix", message });
  }
  const length = encodeTxtOwner({ ownerId: registry.ownerId, labels }).length;
  if (length > maxTxtOwnerOctets) {
    const message = `the owner text has ${length} octets; at most ${maxTxtOwnerOctets} are allowed, shorten the owner id or the labels`;
    issues.push({ code: "dns-owner", path: "registry.ownerId", message });
  }
  for (const record of of.records) {
    const name = txtOwnerName({ ...record, registry });
    // external-dns leaves "a-*" as it is; inside a label "*" is a letter like any other (RFC 4592 §2.1.1).
    const { problem } = parseDnsName(name.replace("*", "x"));
    const path = `registry["${record.recordType} ${record.dnsName}"]`;
    if (problem !== undefined) {
      const message = `the owner record's name ${problem}; shorten the first label or registry.txtPrefix`;
      issues.push({ code: "dns-registry-name", path, message });
    } else if (zone !== undefined && !isWithinZone({ name, zone })) {
      const message = `the owner record's name "${name}" is outside the zone "${zone}"; set registry.txtPrefix to "${typeTemplate}-owner." for it`;
      issues.push({ code: "dns-registry-name", path, message });
    }
  }
  return issues;
}

function prefixed(prefix: string, map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [prefix + key, value]));
}
