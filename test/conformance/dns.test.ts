import { expect } from "chai";
import deliberate from "./deliberate-dns.json";
import cases from "./dns-cases.json";

const groups: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  service: cases.service,
  ingress: cases.ingress,
  statusController: cases.statusController,
};

describe("deliberate-dns.json", () => {
  for (const { group, id, ...ours } of deliberate.cases) {
    it(`${group} ${id} is a case of KubeFed's, and differs from it`, () => {
      const theirs = groups[group]?.find((testCase) => testCase.id === id);
      expect(theirs, "the case").to.not.equal(undefined);
      expect(ours.reason).to.not.equal("");
      if (ours.expectedEndpoints === undefined) return;
      expect(ours.expectedEndpoints).to.not.deep.equal(theirs?.expectedEndpoints);
    });
  }
});
