import type { Issue } from "../../core/issue";
import type { MemberList } from "./foundMembers";
import type { KubeFedClusterArgs } from "./kubeFedCluster";

/** The member clusters that a list names, and what is wrong with it or with what is asked of it. */
export interface FoundFleet {
  /** Not to be made where there are issues. */
  readonly members: readonly FoundMember[];
  /** With paths as components have them in other languages. */
  readonly issues: readonly Issue[];
  /** The list, where it says which members there are; absent where the program does, or it cannot be read. */
  readonly list?: MemberList;
  /** The names that it has, those of members that cannot be made included; absent where it cannot be read. */
  readonly known?: readonly string[];
}

/** A member cluster as a list names it. */
export interface FoundMember {
  readonly name: string;
  readonly args: KubeFedClusterArgs;
}
