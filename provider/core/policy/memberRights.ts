import { broadRights } from "../membership/rights";
import type { PolicyRule } from "../membership/rules";
import type { ExceptArgs, MemberAccess, PolicyFinding, RuledFleet } from "./fleet";

/** Members that are not joined, or joined with the rights of a cluster's administrator. */
export function judgeMemberRights(fleet: RuledFleet, { except = [] }: ExceptArgs): PolicyFinding[] {
  const members = fleet.members.filter(({ name }) => !except.includes(name));
  const judged = members.map((member) => ({
    member,
    wrong: member.access === undefined ? undefined : wrongWith(member.access),
  }));
  const wrongs = judged.filter(({ wrong }) => wrong !== undefined).length;
  const fine = `${members.length - wrongs} of ${members.length} members joined with less than cluster-admin`;
  return judged.flatMap(({ member: { name, urn, access }, wrong }): PolicyFinding[] => {
    const head = `member cluster "${name}"`;
    if (access === undefined) {
      const message = `${head}: its rights are known only after the update`;
      return [{ urn, message, isOpen: true }];
    }
    return wrong === undefined ? [] : [{ urn, message: `${head}: ${wrong}; ${fine}` }];
  });
}

function wrongWith(access: MemberAccess): string | undefined {
  if (!access.isJoined) return "is not joined, its credentials are used as they are";
  // Whatever may be done in one namespace is less than cluster-admin.
  if (access.scope !== "Cluster") return undefined;
  const { rules } = access;
  if (rules === undefined || rules.some(isEverything)) return "is joined with all rights";
  const grown = broadRights(rules).filter(({ by }) => by.some((each) => growing.includes(each)));
  const [first] = grown.map(({ may, by }) => `may ${may} (by ${by.join(", ")})`);
  return first === undefined ? undefined : `whoever has its credentials ${first}`;
}

/** By which resources one comes to any rights at once, by a verb of their own. */
const growing: readonly string[] = [
  "clusterroles",
  "groups",
  "roles",
  "serviceaccounts",
  "uids",
  "users",
];

function isEverything({ verbs, apiGroups = [], resources = [], resourceNames = [] }: PolicyRule) {
  const isNamed = resourceNames.length > 0;
  return !isNamed && [verbs, apiGroups, resources].every((words) => words.includes("*"));
}
