import { DnsTestBed } from "../support/dnsTestBed";
import type { NameServerKind } from "../support/nameServers";
import { type Failures, failureContract } from "./dnsFailures";
import { messageContract } from "./dnsMessages";
import { ownershipContract } from "./dnsOwnership";
import { raceContract } from "./dnsRaces";

/** What every name server that we claim to support must do, with the texts of its failures. */
export function dnsServerContract(kind: NameServerKind, failures: Failures): void {
  describe(`${kind} as a server of record sets`, function () {
    this.timeout(30_000);
    const bed = new DnsTestBed(kind);
    before(() => bed.start());
    after(() => bed.stop());

    ownershipContract(bed);
    raceContract(bed);
    failureContract(bed, failures);
    messageContract(bed);
  });
}
