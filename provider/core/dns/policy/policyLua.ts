import type { NamedRecords } from "../records/endpoint";
import type { AddressCheck, PolicySettings } from "./policy";
import { type Branch, type Place, weightOf } from "./policyTiers";

/** Clusters in their order, and the addresses of each. */
interface LuaQuestion {
  readonly branches: readonly Branch[];
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly settings: PolicySettings;
}

/** Addresses of one family, as code handles them: branches of tiers of shares. */
interface Share {
  readonly weight: number;
  readonly addresses: readonly string[];
}
interface Choice {
  readonly place?: Place;
  readonly tiers: readonly (readonly Share[])[];
}

/**
 * The records of one name for PowerDNS: plain ones where nothing has to be decided when somebody
 * asks, otherwise LUA records that PowerDNS runs for each answer.
 *
 * - With a health check an address that fails it is not answered; if a whole tier fails, the next one
 *   is. If none works at all, or nothing is known yet, all count as working.
 * - By weight: one cluster is drawn for each answer, which then holds all its working addresses.
 *
 * Source: https://doc.powerdns.com/authoritative/lua-records/functions.html; only what PowerDNS 4.7
 * has, where ifportup takes no groups and every unknown selector is "random".
 *
 * @example
 * luaRecords({ branches: [{ tiers: [["eu"]] }], addresses: new Map([["eu", ["10.0.0.1", "10.0.0.2"]]]), settings: { policy: "multivalue", healthCheck: { port: 80 } } })
 * //=> { LUA: ["A ifportup(80,{'10.0.0.1','10.0.0.2'},{selector='all',backupSelector='all'})"] }
 */
export function luaRecords(question: LuaQuestion): NamedRecords["records"] {
  const { healthCheck, policy } = question.settings;
  const families = (["A", "AAAA"] as const)
    .map((recordType) => ({ recordType, choices: choicesOf(question, recordType) }))
    .filter(({ choices }) => choices.length > 0);
  const isPlain = families.every(({ choices }) => {
    if (addressesOf(choices).length === 1) return true;
    const [only, ...others] = choices;
    const [tier = []] = only?.tiers ?? [];
    const isDrawn = policy === "weighted" && tier.length > 1;
    return others.length === 0 && healthCheck === undefined && !isDrawn;
  });
  if (isPlain) {
    return Object.fromEntries(
      families.map(({ recordType, choices }) => [recordType, addressesOf(choices)]),
    );
  }
  // All of a name's families alike: what is plain beside code would be read as somebody else's.
  return {
    LUA: families.map(
      ({ recordType, choices }) => `${recordType} ${codeOf(choices, question.settings)}`,
    ),
  };
}

function choicesOf(question: LuaQuestion, recordType: "A" | "AAAA"): Choice[] {
  const { branches, addresses, settings } = question;
  const { healthCheck, policy, weights } = settings;
  const shareOf = (cluster: string): Share => ({
    weight: policy === "weighted" ? weightOf(weights, cluster) : 1,
    addresses: (addresses.get(cluster) ?? []).filter(
      (address) => address.includes(":") === (recordType === "AAAA"),
    ),
  });
  return branches
    .map(({ place, tiers }): Choice => {
      const shares = tiers
        .map((tier) => sharesOf(tier.map(shareOf)))
        .filter((tier) => tier.length > 0);
      // Nothing ever goes on to the next tier if nothing is checked.
      const used = healthCheck === undefined ? shares.slice(0, 1) : shares;
      return { ...(place && { place }), tiers: used };
    })
    .filter(({ tiers }) => tiers.length > 0);
}

/** Drained clusters help out only if all that have addresses are drained. */
function sharesOf(shares: readonly Share[]): Share[] {
  const answering = shares.filter(({ addresses }) => addresses.length > 0);
  const wanted = answering.filter(({ weight }) => weight > 0);
  return wanted.length > 0 ? wanted : answering.map((share) => ({ ...share, weight: 1 }));
}

function addressesOf(choices: readonly Choice[]): string[] {
  const shares = choices.flatMap(({ tiers }) => tiers.flat());
  return [...new Set(shares.flatMap(({ addresses }) => addresses))];
}

function codeOf(choices: readonly Choice[], { policy, healthCheck }: PolicySettings): string {
  const all = addressesOf(choices);
  const [only, ...others] = choices;
  const isWeighted = policy === "weighted";
  const up = healthCheck && upCall(healthCheck, all);
  if (up !== undefined && others.length === 0 && only?.tiers.length === 1 && !isWeighted) return up;
  const tierOf = isWeighted ? weightedTier : plainTier;
  const literal = ({ tiers }: Choice): string => `{${tiers.map(tierOf).join(",")}}`;
  return [
    ";",
    up === undefined ? "local function f(l) return l end" : workingOnly(up),
    ...chooseTiers(choices, literal),
    isWeighted ? drawOne : firstThatWorks,
    "return {}",
  ].join(" ");
}

/** Gives `t`, the tiers for whoever asks. */
function chooseTiers(choices: readonly Choice[], literal: (choice: Choice) => string): string[] {
  const last = choices[choices.length - 1];
  const placed = choices.filter(({ place }) => place !== undefined);
  // Everybody else's branch is last; without one they get nothing of this family.
  const elsewhere = last === undefined || last.place !== undefined ? "{}" : literal(last);
  const cases = placed.map((choice, index) => {
    const { kind = "country", codes = [] } = choice.place ?? {};
    return `${index === 0 ? "if" : "elseif"} ${kind}(${listOf(codes)}) then t=${literal(choice)}`;
  });
  return [`local t=${elsewhere}`, ...cases, ...(cases.length > 0 ? ["end"] : [])];
}

function plainTier(shares: readonly Share[]): string {
  return listOf([...new Set(shares.flatMap(({ addresses }) => addresses))]);
}

function weightedTier(shares: readonly Share[]): string {
  return `{${shares.map(({ weight, addresses }) => `{${weight},${listOf(addresses)}}`).join(",")}}`;
}

/** Gives `f`, which leaves of a list what works. */
function workingOnly(up: string): string {
  return [
    `local s={} for _,a in ipairs(${up}) do s[a]=true end`,
    "local function f(l) local r={} for _,a in ipairs(l) do if s[a] then r[#r+1]=a end end return r end",
  ].join(" ");
}

const firstThatWorks = "for _,l in ipairs(t) do local r=f(l) if #r>0 then return r end end";

const drawOne = [
  "for _,g in ipairs(t) do local c,m={},{}",
  "for _,h in ipairs(g) do local r=f(h[2]) if #r>0 then c[#c+1]={h[1],r[1]} m[r[1]]=r end end",
  "if #c>0 then local k=pickwrandom(c) return m[k] or {k} end end",
].join(" ");

/** What works of some addresses, or all of them if none does. */
function upCall({ port, url, text, timeoutSeconds }: AddressCheck, all: readonly string[]): string {
  const options = [
    "selector='all'",
    "backupSelector='all'",
    ...(timeoutSeconds === undefined ? [] : [`timeout='${timeoutSeconds}'`]),
    ...(text === undefined ? [] : [`stringmatch='${text}'`]),
  ].join(",");
  return url === undefined
    ? `ifportup(${port ?? 0},${listOf(all)},{${options}})`
    : `ifurlup('${url}',{${listOf(all)}},{${options}})`;
}

function listOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `'${text}'`).join(",")}}`;
}
