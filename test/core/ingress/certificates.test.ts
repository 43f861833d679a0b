import { expect } from "chai";
import { certificateIssues } from "../../../provider/core/ingress/certificates";
import { deepFreeze } from "../../support/deepFreeze";

const tls = deepFreeze([{ certificate: "a", hosts: ["a.test", "www.a.test", "*.b.test"] }]);
const good = { names: [] as readonly string[], lastDay: "2030-01-01", isExpired: false };
const messages = (facts: Parameters<typeof certificateIssues>[1]) =>
  certificateIssues(tls, deepFreeze(facts)).map(({ path, message }) => `${path} ${message}`);

describe("certificates of an Ingress", () => {
  it("are for every host that names them, a wildcard for one label below it", () => {
    expect(messages({ a: { ...good, names: ["A.test", "*.a.test", "*.b.test"] } })).to.deep.equal(
      [],
    );
    expect(messages({ a: { ...good, names: ["*.test"] } })).to.deep.equal([
      'certificates["a"] is not for "www.a.test"; it is for "*.test"',
      'certificates["a"] is not for "*.b.test"; it is for "*.test"',
    ]);
  });

  it("are passed over while nothing is known of them", () => {
    expect(messages({})).to.deep.equal([]);
  });

  it("cannot have expired, nor be anything else", () => {
    const expired = {
      names: ["a.test", "*.a.test", "*.b.test"],
      lastDay: "2020-02-29",
      isExpired: true,
    };
    expect(messages({ a: expired })).to.deep.equal([
      'certificates["a"] has expired, its last day was 2020-02-29',
    ]);
    expect(messages({ a: { problem: "the key is not the certificate's" } })).to.deep.equal([
      'certificates["a"] the key is not the certificate\'s',
    ]);
  });
});
