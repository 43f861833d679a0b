import type { NameServer } from "../../../adapters/dns/server/nameServer";
import type { NamedRecords, RecordType } from "../../../core/dns/records/endpoint";
import type { Registry } from "../../../core/dns/records/txtOwner";

/** All records of one name, and where and in whose name they are written. */
export interface DnsRecordSetInputs extends NamedRecords {
  /** Tried in this order. */
  readonly servers: readonly NameServer[];
  /** @default unsigned */
  readonly tsig?: { readonly name: string; readonly algorithm: string; readonly secret: string };
  /** How long one server may take to answer. @default 5000 */
  readonly deadlineMs?: number;
  /** @default found by asking the server */
  readonly zone?: string;
  /** How ownership is written down, and whose it is. */
  readonly registry: Registry;
  /** Go into the owner text. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Takes over records of another owner or of nobody. @default false */
  readonly adopt?: boolean;
  /** The name whose records become ours if they are as the program says. */
  readonly import?: string;
}

/** Records that stay on servers that the program no longer names, because those could not be emptied. */
export interface LeftRecords extends DnsRecordSetInputs {
  readonly because: string;
}

/** What is remembered of a record set, or was read. */
export interface DnsRecordSetState extends DnsRecordSetInputs {
  /** Who owns each type that is there, as last written or read. */
  readonly owners: Readonly<Partial<Record<RecordType, string>>>;
  /** Tried again with each change; secret. @default none */
  readonly left?: readonly LeftRecords[];
}
